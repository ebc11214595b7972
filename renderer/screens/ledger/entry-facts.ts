import type { Entry } from '../../feed/ledger.ts';
import { useFormats } from '../../parts/moments.ts';
import { useSpans } from '../../parts/spans.ts';
import { useTranslation } from '../../words.ts';

type Fact = readonly [name: string, value: string | null];

/** What an entry holds beside its plug, its run and who did it, under names that people know. */
export function useEntryFacts() {
  const { t } = useTranslation(['ledger', 'codes', 'fleet']);
  const formats = useFormats();
  const span = useSpans();

  const yes = (is: boolean): string => t(is ? 'yes' : 'no');
  const watts = (value: number | null): string | null =>
    value === null ? null : t('fleet:watts', { watts: formats.number(value) });
  const loginOf = (name: string | null): string => name ?? t('builtIn');
  const spanOf = (seconds: number | null): string | null => (seconds === null ? null : span(seconds));
  const because = (code: Parameters<typeof words>[0] | null): Fact[] => (code === null ? [] : words(code));
  const words = (code: Extract<Entry, { kind: 'run-paused' }>['body']['code']): Fact[] => [
    [t('fields.why'), t(`codes:${code}.title`)],
    [t('fields.next'), t(`codes:${code}.next`)],
  ];
  const outletOf = (outlet: { id: string; alias: string } | undefined): Fact => [
    t('fields.outlet'),
    outlet === undefined ? null : outlet.alias || outlet.id,
  ];

  const facts = (entry: Entry): Fact[] => {
    switch (entry.kind) {
      case 'protected':
        return [[t('fields.reason'), entry.body.reason], outletOf(entry.body.outlet)];
      case 'unprotected':
        return [outletOf(entry.body.outlet)];
      case 'login-refused':
        return [
          [t('fields.login'), loginOf(entry.body.login)],
          [t('fields.locked'), yes(entry.body.locked)],
        ];
      case 'login-accepted':
        return [[t('fields.login'), loginOf(entry.body.login)]];
      case 'run-started': {
        const { plan, options } = entry.body;
        return [
          [t('fields.plan'), plan],
          [t('fields.press'), t(`press.${options.press}`)],
          [t('fields.concurrency'), formats.number(options.concurrency)],
          [t('fields.quiet'), span(options.quietS)],
          [t('fields.pilots'), yes(options.pilot)],
          [t('fields.maxFailures'), `${formats.number(options.maxFailuresPercent)} %`],
        ];
      }
      case 'run-paused':
        return words(entry.body.code);
      case 'run-ended':
        return [[t('fields.took'), span(entry.body.tookMs / 1000)]];
      case 'intent': {
        const { body } = entry;
        return [
          [t('fields.model'), body.model],
          [t('fields.firmware'), body.firmware],
          [t('fields.deviceId'), body.deviceId],
          [t('fields.address'), body.address],
          [t('fields.transport'), body.transport.toUpperCase()],
          [t('fields.watts'), watts(body.watts)],
        ];
      }
      case 'receipt':
        return [
          [t('fields.receipt'), t(`receipt.${entry.body.receipt}`)],
          [t('fields.detail'), entry.body.detail],
        ];
      case 'proof': {
        const { grade, quietS, witness, note } = entry.body;
        return [
          [t('fields.grade'), t(`proof.${grade}`)],
          [t('fields.silence'), spanOf(quietS)],
          [t('fields.witness'), witness === null ? null : t(`witness.${witness}`)],
          [t('fields.note'), note],
        ];
      }
      case 'struck':
        return [[t('fields.address'), entry.body.address]];
      case 'item-ended':
        return [[t('fields.end'), t(`end.${entry.body.at}`)], ...because(entry.body.code)];
      case 'tick': {
        const { result, entered, doneAt } = entry.body;
        return [
          [t('fields.result'), t(`tick.${result}`)],
          [t('fields.entered'), entered],
          [t('fields.doneAt'), doneAt === undefined ? null : formats.precise(doneAt)],
        ];
      }
      case 'checklist-printed':
        return [
          [
            t('fields.pages'),
            entry.body.pages
              .map(({ code, macs }) => {
                const plugs = t('pagePlugs', { count: macs.length, number: formats.number(macs.length) });
                return `${code}: ${plugs}`;
              })
              .join('; '),
          ],
        ];
      case 'owned':
      case 'disowned':
      case 'run-continued':
      case 'run-checked':
      case 'tick-withdrawn':
        return [];
    }
  };
  return facts;
}
