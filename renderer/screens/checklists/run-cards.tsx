import type { RunCards } from '../../../contract/index.ts';
import { failureOf } from '../../feed/failure.ts';
import { useFormats } from '../../parts/moments.ts';
import { Failed, FailureWords, Loading } from '../../parts/states.tsx';
import { hrefOf, usePlace } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { useChosen } from '../fleet/chosen.ts';
import { useRunCards } from './cards-query.ts';
import { PaperDesk } from './paper-desk.tsx';
import { Results } from './results.tsx';
import { Scanner } from './scanner.tsx';

type Part = 'results' | 'paper' | 'scan';
const parts: readonly Part[] = ['results', 'paper', 'scan'];

/** The checklist of a run: its results, its paper, and the scanner. */
export function RunCardsOf({ id, part }: { id: string; part: Part }) {
  const { t } = useTranslation('checklists');
  const formats = useFormats();
  const { data, error, refetch } = useRunCards(id);
  return (
    <>
      <div className="bar">
        <h1>{t('run.title', { run: id })}</h1>
        <nav className="tabs" aria-label={t('part.label')}>
          {parts.map((one) => (
            <a
              key={one}
              className="tab"
              href={one === 'results' ? hrefOf('checklists', id) : hrefOf('checklists', id, one)}
              aria-current={one === part ? 'page' : undefined}
            >
              {t(`part.${one}`)}
            </a>
          ))}
        </nav>
        {data !== undefined && (
          <>
            <span className="grow" />
            <span className="dim small">
              {t(`run.${data.run.options.press}`)} ·{' '}
              <time dateTime={data.run.at}>{t('run.started', { when: formats.moment(data.run.at) })}</time>
            </span>
            <a className="small" href={hrefOf('plan', 'run', id)}>
              {t('run.see')}
            </a>
          </>
        )}
      </div>
      {data !== undefined && error !== null && (
        <div className="entry-words">
          <FailureWords failure={failureOf(error)} />
        </div>
      )}
      {data !== undefined && <Shown part={part} cards={data} />}
      {data === undefined && error === null && <Loading />}
      {data === undefined && error !== null && <Failed failure={failureOf(error)} retry={() => void refetch()} />}
    </>
  );
}

function Shown({ part, cards }: { part: Part; cards: RunCards }) {
  const { rest } = usePlace();
  const chosen = useChosen();
  switch (part) {
    case 'results':
      return <Results cards={cards} />;
    case 'scan':
      return <Scanner run={cards.run.id} />;
    case 'paper': {
      const open = cards.cards.filter(({ isOpen, isBlocked }) => isOpen && !isBlocked).map(({ item }) => item.mac);
      return (
        <PaperDesk
          of={{ is: 'run', run: cards.run.id, press: cards.run.options.press, open }}
          chosen={open.filter((mac) => chosen.has(mac))}
          onlyChosen={rest[2] === 'chosen'}
        />
      );
    }
  }
}
