import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type FormEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import type { RunCards } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';
import { Empty, FailureWords, Told } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import { Conflicts } from './conflicts.tsx';
import { useTypedPage } from './page-query.ts';
import { ResultsGrid } from './results-grid.tsx';
import { type CardRow, type Filter, filters, fits } from './rows.ts';
import { type SavedResults, SavedWords } from './saved-words.tsx';
import { TickFile } from './tick-file.tsx';
import { type Result, readNumbers } from './typed-numbers.ts';

/** The fields stand in one line, whatever is explained below them. */
const fieldOrder: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'error', 'description'];

const nothing: ReadonlyMap<string, Result> = new Map();

/** The cards of a run and their results: typed by page and numbers, or set in the list, then saved in one go. */
export function Results({ cards: { run, cards, pages } }: { cards: RunCards }) {
  const { t } = useTranslation('checklists');
  const queries = useQueryClient();
  const about = useAbout();
  const [who, setWho] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const [numbers, setNumbers] = useState('');
  const [set, setSet] = useState(nothing);
  const [filter, setFilter] = useState<Filter>('all');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saved, setSaved] = useState<SavedResults | null>(null);
  const [told, setTold] = useState('');
  const codeField = useRef<HTMLInputElement>(null);
  const listId = useId();

  const by = who ?? about.by;
  const { page, fault } = useTypedPage(run.id, code);
  const known = useMemo(() => new Map(cards.map((card) => [card.item.mac, card])), [cards]);
  const typed = useMemo(() => readNumbers(numbers, page?.macs.length ?? 0), [numbers, page]);
  const results = useMemo(() => {
    const all = new Map<string, Result>();
    if (typed.is === 'results' && page !== undefined)
      for (const [number, result] of typed.results) all.set(page.macs[number - 1] ?? '', result);
    // what was set by hand is meant, whatever was typed
    for (const [mac, result] of set) all.set(mac, result);
    return all;
  }, [typed, page, set]);
  const rows = useMemo<CardRow[]>(() => {
    const listed =
      page === undefined
        ? cards.map((card) => ({ card, number: null }))
        : page.macs.flatMap((mac, index) => {
            const card = known.get(mac);
            return card === undefined ? [] : [{ card, number: index + 1 }];
          });
    return listed
      .filter(({ card }) => fits[filter](card))
      .map(({ card, number }) => ({ mac: card.item.mac, number, card, result: results.get(card.item.mac) ?? null }));
  }, [cards, page, known, filter, results]);
  const openOf = (macs: readonly string[]): number => macs.filter((mac) => known.get(mac)?.isOpen === true).length;

  const numbersFault = ((): string | null => {
    if (numbers.trim() === '') return null;
    if (page === undefined) return t('results.needPage');
    if (typed.is === 'wrong') return t(`results.${typed.why}`, { ...typed, count: page.macs.length });
    for (const [number, result] of typed.results)
      if (result === 'withdraw' && known.get(page.macs[number - 1] ?? '')?.ticks.length === 0)
        return t('results.noTick', { number });
    return null;
  })();
  const maySave = !about.readOnly && !busy && numbersFault === null && fault === null && by.trim() !== '';

  const forget = (): void => {
    setNumbers('');
    setSet(nothing);
    setFailure(null);
  };
  const enter = async (what: ReadonlyMap<string, Result>, entered: string): Promise<void> => {
    setBusy(true);
    setFailure(null);
    setSaved(null);
    try {
      const wishes = [...what].map(([mac, result]) => ({ mac, result }));
      const { items, already, notes } = await client.cards.enter({ run: run.id, results: wishes, by, entered });
      await queries.invalidateQueries({ queryKey: ['cards', run.id] });
      void queries.invalidateQueries({ queryKey: ['runs'] });
      setSaved({ items, already, notes, results: what });
      forget();
      codeField.current?.focus();
      codeField.current?.select();
    } catch (thrown) {
      setFailure(failureOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  const save = (): void => {
    if (!maySave || results.size === 0) return;
    void enter(results, page === undefined ? 'window' : `window page ${page.code}`);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save();
  };
  const setResult = (row: CardRow, result: Result | null): void => {
    if (result === 'withdraw' && row.card.ticks.length === 0) return;
    const next = new Map(set);
    if (result === null) next.delete(row.mac);
    else next.set(row.mac, result);
    setSet(next);
    const name = row.card.item.plug.label ?? row.card.item.plug.alias;
    setTold(result === null ? name : `${name}: ${t(`result.${result}`)}`);
  };

  if (cards.length === 0) return <Empty title={t('results.none')} text={t('results.noneText')} />;
  return (
    <>
      <form className="entry" onSubmit={submit} noValidate>
        <TextInput
          label={t('results.by')}
          value={by}
          onChange={(event) => setWho(event.currentTarget.value)}
          error={by.trim() === '' ? t('results.byMissing') : null}
          errorProps={{ role: 'alert' }}
          maxLength={200}
          disabled={about.readOnly}
        />
        <TextInput
          ref={codeField}
          className="code"
          label={t('results.page')}
          description={t('results.pageText')}
          inputWrapperOrder={fieldOrder}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={fault === null ? null : pageFault(fault, t)}
          errorProps={{ role: 'alert' }}
          autoComplete="off"
          spellCheck={false}
          list={listId}
          maxLength={20}
          data-autofocus
        />
        <datalist id={listId}>
          {pages.map(({ code: value, macs }) => (
            <option
              key={value}
              value={value}
              label={t('results.pageOption', { code: value, count: macs.length, open: openOf(macs) })}
            />
          ))}
        </datalist>
        <TextInput
          className="grow"
          label={t('results.numbers')}
          description={t('results.numbersText')}
          inputWrapperOrder={fieldOrder}
          value={numbers}
          onChange={(event) => setNumbers(event.currentTarget.value)}
          error={numbersFault}
          errorProps={{ role: 'alert' }}
          autoComplete="off"
          maxLength={2000}
          disabled={about.readOnly}
        />
        <div className="row entry-buttons">
          <Button type="submit" disabled={!maySave || results.size === 0} loading={busy}>
            {results.size === 0 ? t('results.saveNone') : t('results.save', { count: results.size })}
          </Button>
          <Button variant="default" disabled={results.size === 0 && numbers === ''} onClick={forget}>
            {t('results.clear')}
          </Button>
          <TickFile run={run.id} by={by} />
        </div>
      </form>
      {failure !== null && (
        <div className="entry-words">
          <FailureWords failure={failure} />
        </div>
      )}
      <div className="entry-words" role="status">
        {saved !== null && (
          <SavedWords
            saved={saved}
            disabled={busy || about.readOnly}
            onTakeBack={(macs) => void enter(new Map(macs.map((mac) => [mac, 'withdraw'])), 'window')}
          />
        )}
      </div>
      <VisuallyHidden role="status">{told}</VisuallyHidden>
      <Conflicts cards={cards} />
      <fieldset className="chips" aria-label={t('results.filter')}>
        {filters.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={one === filter} onClick={() => setFilter(one)}>
            <strong>{cards.filter(fits[one]).length}</strong> {t(`results.filters.${one}`)}
          </button>
        ))}
        <span className="dim small">{t('results.keys')}</span>
      </fieldset>
      {rows.length === 0 ? (
        <Empty title={t('results.noMatch')} />
      ) : (
        <ResultsGrid rows={rows} onResult={about.readOnly ? null : setResult} onSave={save} />
      )}
    </>
  );
}

/** Why a typed page code means no page here. */
function pageFault({ code, message, facts }: Failure, t: TFunction<'checklists'>): ReactNode {
  if (code !== 'unknown-page') return <Told>{message}</Told>;
  const { page, other } = facts ?? {};
  if (typeof page !== 'string') return t('results.pageMistyped');
  return typeof other === 'string'
    ? t('results.pageElsewhere', { page, run: other })
    : t('results.pageUnknown', { page });
}
