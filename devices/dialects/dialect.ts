import type { Identity, LightSetting, LiveFacts, Receipt, Snapshot } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';

/** How a family of plugs words its questions and answers, over whatever transport. */
export interface PlugDialect {
  identify(deadline: Deadline): Promise<Identity>;
  readFacts(deadline: Deadline): Promise<LiveFacts>;
  snapshot(deadline: Deadline): Promise<Snapshot>;
  readLight(deadline: Deadline): Promise<LightSetting | null>;
  setLight(light: LightSetting, deadline: Deadline): Promise<void>;
  /** The factory reset. It goes out as this one message, alone. */
  readonly resetMessage: string;
  /** What the answer to it means. */
  readReset(reply: string): Receipt;
}
