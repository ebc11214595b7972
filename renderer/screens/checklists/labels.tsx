import { NativeSelect, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../feed/client.ts';
import { useDrawing } from '../../feed/drawing.ts';
import { failureOf } from '../../feed/failure.ts';
import { keep, kept } from '../../parts/kept.ts';
import { useFormats } from '../../parts/moments.ts';
import { Failed, Loading } from '../../parts/states.tsx';
import { useTranslation } from '../../words.ts';
import { useChosen } from '../fleet/chosen.ts';
import { DrawnPaper } from './drawn-paper.tsx';

type Sheet = Awaited<ReturnType<typeof client.plugs.labelSheets>>['sheets'][number];

const ownSheet = 'own';

/** Labels for plugs, on a sheet of which some may be used up. */
export function Labels() {
  const { t } = useTranslation('checklists');
  const { data, error, refetch } = useQuery({
    queryKey: ['label-sheets'],
    queryFn: () => client.plugs.labelSheets(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <div className="bar">
        <h1>{t('labels.title')}</h1>
      </div>
      {data !== undefined && <LabelDesk sheets={data.sheets} />}
      {data === undefined && error === null && <Loading />}
      {data === undefined && error !== null && <Failed failure={failureOf(error)} retry={() => void refetch()} />}
    </>
  );
}

function LabelDesk({ sheets }: { sheets: readonly Sheet[] }) {
  const { t } = useTranslation('checklists');
  const formats = useFormats();
  const chosen = [...useChosen()];
  const [only, setOnly] = useState(chosen.length > 0);
  const [name, setName] = useState(() => kept('label-sheet', sheets[0]?.name ?? ownSheet));
  const [measures, setMeasures] = useState(() => kept('label-measures', '3x8@70x36mm'));
  const [start, setStart] = useState(1);
  const sheet = name === ownSheet ? measures : name;
  const selection = only && chosen.length > 0 ? { macs: chosen } : { all: true };
  const wish = { selection, sheet, start };
  const drawing = useDrawing(sheet.trim() === '' ? null : JSON.stringify(wish), (signal) =>
    client.plugs.printLabels(wish, { signal }),
  );
  const { result } = drawing;
  // of own measures the host tells the sheet once it could draw it
  const known = sheets.find((one) => one.name === name) ?? (drawing.at === 'drawn' ? result?.sheet : undefined);
  const choose = (next: string): void => {
    keep('label-sheet', next);
    setName(next);
    setStart(1);
  };
  return (
    <div className="desk">
      <section className="desk-options" aria-label={t('paper.options')}>
        <Stack gap="sm">
          {chosen.length > 0 && (
            <Radio.Group
              label={t('labels.which')}
              value={only ? 'chosen' : 'all'}
              onChange={(value) => setOnly(value === 'chosen')}
            >
              <Stack gap={6} mt={4}>
                <Radio value="chosen" label={t('labels.whichChosen', { count: chosen.length })} />
                <Radio value="all" label={t('labels.whichAll')} />
              </Stack>
            </Radio.Group>
          )}
          <NativeSelect
            label={t('labels.sheet')}
            value={name}
            onChange={(event) => choose(event.currentTarget.value)}
            data={[
              ...sheets.map((one) => ({
                value: one.name,
                label: t('labels.sheetOption', {
                  ...one,
                  paper: t(`paper.sizes.${one.paper}`),
                  width: formats.number(one.width),
                  height: formats.number(one.height),
                }),
              })),
              { value: ownSheet, label: t('labels.own') },
            ]}
          />
          {name === ownSheet && (
            <TextInput
              label={t('labels.measures')}
              description={t('labels.measuresText')}
              value={measures}
              onChange={(event) => {
                keep('label-measures', event.currentTarget.value);
                setMeasures(event.currentTarget.value);
              }}
              maxLength={200}
              spellCheck={false}
            />
          )}
          <NumberInput
            label={t('labels.start')}
            description={t('labels.startText')}
            value={start}
            min={1}
            {...(known === undefined ? {} : { max: known.columns * known.rows })}
            allowDecimal={false}
            onChange={(value) => typeof value === 'number' && value >= 1 && setStart(value)}
          />
          {known !== undefined && <Places sheet={known} start={start} onStart={setStart} />}
          <p className="dim small">{t('labels.actualSize')}</p>
        </Stack>
      </section>
      <DrawnPaper
        drawing={drawing}
        pdf={result?.file ?? null}
        label={t('labels.preview')}
        lang="en"
        isEmpty={false}
        emptyWords=""
        files={1}
        mayPrint
        make={async () => ({ files: result === null ? [] : [result.file] })}
        onMade={() => undefined}
      >
        {result !== null && (
          <p>
            <strong>
              {t('labels.count', {
                labels: t('labels.labelCount', { count: result.labels }),
                sheets: t('labels.sheetCount', { count: result.pages }),
              })}
            </strong>
          </p>
        )}
      </DrawnPaper>
    </div>
  );
}

/** The first sheet in small: the place that is pressed is where the labels begin. */
function Places({ sheet, start, onStart }: { sheet: Sheet; start: number; onStart: (start: number) => void }) {
  const { t } = useTranslation('checklists');
  return (
    <fieldset
      className="places"
      aria-label={t('labels.start')}
      style={{ gridTemplateColumns: `repeat(${sheet.columns}, 1fr)` }}
    >
      {Array.from({ length: sheet.columns * sheet.rows }, (_, index) => {
        const number = index + 1;
        return (
          <button
            key={number}
            type="button"
            // by keyboard the number is typed: a sheet of 65 is no place for the Tab key
            tabIndex={-1}
            className={number < start ? 'used' : ''}
            aria-label={t('labels.place', { number })}
            aria-pressed={number === start}
            onClick={() => onStart(number)}
          >
            {number}
          </button>
        );
      })}
    </fieldset>
  );
}
