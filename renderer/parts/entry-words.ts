import type { LedgerEntry } from '../../contract/index.ts';
import type { Entry } from '../feed/ledger.ts';
import { useTranslation } from '../words.ts';
import { useFormats } from './moments.ts';
import { useSpans } from './spans.ts';

type BodyOf<K extends LedgerEntry['kind']> = Extract<Entry, { kind: K }>['body'];

/** What entries say, in words. */
export function useEntryWords() {
  const { t } = useTranslation(['ledger', 'codes']);
  const formats = useFormats();
  const span = useSpans();

  const login = (name: string | null, named: 'loginRefused' | 'loginLocked' | 'loginAccepted', builtIn: string) =>
    name === null ? builtIn : t(`said.${named}`, { login: name });

  const started = ({ items }: BodyOf<'run-started'>): string => {
    const count = (way: string): string => formats.number(items.filter((item) => item.way === way).length);
    return t('said.runStarted', { network: count('network'), hands: count('hands'), leave: count('leave') });
  };

  const proof = ({ grade, quietS, witness }: BodyOf<'proof'>): string => {
    if (grade !== 'gone' || quietS === null) return t(`said.proof.${grade}`);
    if (witness === null || witness === 'none' || witness === 'loopback')
      return t('said.proof.goneUnwitnessed', { span: span(quietS) });
    return t('said.proof.goneFor', { span: span(quietS), witness: t(`witness.${witness}`) });
  };

  /** One line for what happened. */
  const said = (entry: Entry): string => {
    switch (entry.kind) {
      case 'protected': {
        const { reason, outlet } = entry.body;
        if (outlet === undefined) return t('said.protected', { reason });
        return t('said.protectedOutlet', { outlet: outlet.alias || outlet.id, reason });
      }
      case 'unprotected': {
        const { outlet } = entry.body;
        return outlet === undefined
          ? t('kinds.unprotected')
          : t('said.unprotectedOutlet', { outlet: outlet.alias || outlet.id });
      }
      case 'login-refused':
        return entry.body.locked
          ? login(entry.body.login, 'loginLocked', t('said.builtInLocked'))
          : login(entry.body.login, 'loginRefused', t('said.builtInRefused'));
      case 'login-accepted':
        return login(entry.body.login, 'loginAccepted', t('said.builtInAccepted'));
      case 'run-started':
        return started(entry.body);
      case 'run-checked':
        return t('said.runChecked');
      case 'run-paused':
        return t('said.runPaused', { why: t(`codes:${entry.body.code}.title`) });
      case 'run-ended':
        return t('said.runEnded', { took: span(entry.body.tookMs / 1000) });
      case 'intent':
        return t('said.intent', entry.body);
      case 'receipt':
        return t(`said.receipt.${entry.body.receipt}`);
      case 'proof':
        return proof(entry.body);
      case 'struck':
        return t('said.struck', entry.body);
      case 'item-ended': {
        const { at, code } = entry.body;
        const end = t(`said.ended.${at}`);
        return code === null ? end : t('said.endedWhy', { end, why: t(`codes:${code}.title`) });
      }
      case 'tick':
        return t(`said.tick.${entry.body.result}`);
      case 'checklist-printed': {
        const count = entry.body.pages.reduce((sum, { macs }) => sum + macs.length, 0);
        return t('said.printed', { count, number: formats.number(count) });
      }
      case 'owned':
      case 'disowned':
      case 'run-continued':
      case 'tick-withdrawn':
        return t(`kinds.${entry.kind}`);
    }
  };

  /** What it comes to: grade of proof, receipt, end, tick; null where it comes to nothing. */
  const result = (entry: Entry): string | null => {
    switch (entry.kind) {
      case 'proof':
        return t(`proof.${entry.body.grade}`);
      case 'receipt':
        return t(`receipt.${entry.body.receipt}`);
      case 'item-ended':
        return t(`end.${entry.body.at}`);
      case 'tick':
        return t(`tick.${entry.body.result}`);
      default:
        return null;
    }
  };

  const person = (by: string): string => (by === byScan ? t('byScan') : by);

  /** Who did it; null for what Plugfleet or a plug did by itself. */
  const who = (entry: Entry): string | null => {
    const by = whoDid(entry);
    return by === null ? null : person(by);
  };

  return { said, result, who, person, kind: (kind: Entry['kind']): string => t(`kinds.${kind}`) };
}

/** Stands for whoever looked for plugs and had those of a login marked as owned. */
const byScan = 'scan';

const whoDid = ({ body }: Entry): string | null => ('by' in body ? body.by : null);
