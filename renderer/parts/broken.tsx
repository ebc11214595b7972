import { Component, type ReactNode } from 'react';
import { useTranslation } from '../words.ts';
import { BadIcon } from './icons.tsx';

/** Where drawing fails, words and a way out stand instead of an empty window. Going to another screen tries again. */
export class Unbroken extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null };
  readonly #tryAgain = (): void => this.setState({ fault: null });

  static getDerivedStateFromError(thrown: unknown): { fault: Error } {
    return { fault: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override componentDidMount(): void {
    addEventListener('hashchange', this.#tryAgain);
  }

  override componentWillUnmount(): void {
    removeEventListener('hashchange', this.#tryAgain);
  }

  override render(): ReactNode {
    return this.state.fault === null ? this.props.children : <Broken fault={this.state.fault} />;
  }
}

/** Plain HTML: whatever broke may have been what draws buttons. */
function Broken({ fault }: { fault: Error }) {
  const { t } = useTranslation('shell');
  return (
    <main className="middle">
      <div role="alert" className="badge tone-bad failure">
        <BadIcon />
        <div>
          <h1>{t('broken.title')}</h1>
          <div>{t('broken.text')}</div>
          <pre className="foreign">{fault.message}</pre>
        </div>
      </div>
      <button type="button" onClick={() => location.reload()}>
        {t('broken.reload')}
      </button>
    </main>
  );
}
