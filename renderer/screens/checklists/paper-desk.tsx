import { Radio, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PaperChoice, Press } from '../../../contract/index.ts';
import { useAbout } from '../../feed/about.ts';
import { client } from '../../feed/client.ts';
import { drawnOf, useDrawing } from '../../feed/drawing.ts';
import { useFormats } from '../../parts/moments.ts';
import { Told } from '../../parts/states.tsx';
import { tell } from '../../parts/tell.ts';
import { goTo } from '../../route.ts';
import { useTranslation } from '../../words.ts';
import { DrawnPaper } from './drawn-paper.tsx';
import { keepChoice, keptChoice } from './paper-choice.ts';
import { PaperOptions } from './paper-options.tsx';

type Printed = Awaited<ReturnType<typeof printed>>;

/** Prints for good: pages get codes, and a selection gets a run. */
async function printed(
  wish: Parameters<typeof client.cards.print>[0],
  signal: AbortSignal,
  onProgress: Parameters<typeof drawnOf>[1],
) {
  return await drawnOf(await client.cards.print(wish, { signal }), onProgress);
}

/** The last print for good: what is saved and then printed is one paper with one set of codes. */
let last: { key: string; result: Printed } | null = null;

/** How a checklist is to look, and beside it how it will look: as the paper itself. */
export function PaperDesk({
  of,
  chosen,
  onlyChosen,
}: {
  of: { is: 'plugs' } | { is: 'run'; run: string; press: Press; open: readonly string[] };
  /** Of the plugs that have a card, those chosen in the fleet; without a run, all that are chosen. */
  chosen: readonly string[];
  onlyChosen: boolean;
}) {
  const { t } = useTranslation('checklists');
  const formats = useFormats();
  const queries = useQueryClient();
  const { by, readOnly } = useAbout();
  const [choice, setChoice] = useState(keptChoice);
  const [press, setPress] = useState<Press>(of.is === 'run' ? of.press : 'erase');
  const [only, setOnly] = useState(onlyChosen && chosen.length > 0);
  const isRun = of.is === 'run';
  const wish = {
    ...(of.is === 'run'
      ? { run: of.run, ...(only ? { macs: [...chosen] } : {}) }
      : { selection: { macs: [...chosen] }, press }),
    ...choice,
    by,
  };
  // what is on the paper: the wish, and of a run the cards it has now
  const key = JSON.stringify([wish, of.is === 'run' ? of.open : null]);
  const drawing = useDrawing(key, (signal) => client.cards.print({ ...wish, preview: true }, { signal }));
  const { result } = drawing;

  const setAndKeep = (next: PaperChoice): void => {
    keepChoice(next);
    setChoice(next);
  };
  const make = async (signal: AbortSignal, onProgress: Parameters<typeof drawnOf>[1]): Promise<Printed> => {
    if (last?.key === key) return last.result;
    const made = await printed({ ...wish, preview: false }, signal, onProgress);
    last = { key, result: made };
    return made;
  };
  const onMade = (made: Printed): void => {
    for (const note of made.notes) tell(<Told>{note}</Told>);
    if (made.run === null) return;
    void queries.invalidateQueries({ queryKey: ['runs'] });
    void queries.invalidateQueries({ queryKey: ['cards', made.run] });
    if (isRun) return;
    tell(t('paper.made', { run: made.run, cards: t('paper.cardCount', { count: made.cards }) }));
    goTo('checklists', made.run);
  };

  return (
    <div className="desk">
      <section className="desk-options" aria-label={t('paper.options')}>
        {isRun && chosen.length > 0 && (
          <Radio.Group
            mb="sm"
            label={t('paper.which')}
            value={only ? 'chosen' : 'all'}
            onChange={(value) => setOnly(value === 'chosen')}
          >
            <Stack gap={6} mt={4}>
              <Radio value="all" label={t('paper.whichAll')} />
              <Radio value="chosen" label={t('paper.whichChosen', { count: chosen.length })} />
            </Stack>
          </Radio.Group>
        )}
        <PaperOptions choice={choice} onChoice={setAndKeep} press={press} onPress={isRun ? null : setPress} />
      </section>
      <DrawnPaper
        drawing={drawing}
        pdf={result?.files[0] ?? null}
        label={t('paper.preview')}
        lang={choice.lang}
        isEmpty={result !== null && result.cards === 0}
        emptyWords={result?.notes.join(' ') || t('paper.nothing')}
        files={result?.parts ?? 1}
        mayPrint={isRun || !readOnly}
        make={make}
        onMade={onMade}
      >
        {result !== null && (
          <p>
            <strong>
              {t('paper.count', {
                cards: t('paper.cardCount', { count: result.cards }),
                pages: t('paper.pageCount', { count: result.pages }),
              })}
            </strong>
            {result.parts > 1 &&
              ` ${t('paper.firstOnly', { count: result.parts, files: formats.number(result.parts) })}`}{' '}
            <span className="dim">
              {readOnly ? t('paper.noCodes') : t(isRun ? 'paper.isPreviewOfRun' : 'paper.isPreview')}
            </span>
          </p>
        )}
      </DrawnPaper>
    </div>
  );
}
