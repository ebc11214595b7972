import { Checkbox, NativeSelect, Radio, Stack } from '@mantine/core';
import type { PaperChoice, Press } from '../../../contract/index.ts';
import { useTranslation } from '../../words.ts';
import { isProofRead, langs } from './paper-choice.ts';

const sizes: readonly PaperChoice['paper'][] = ['a4', 'letter', 'a5'];
const orders: readonly PaperChoice['order'][] = ['walk', 'back', 'rooms'];
const presses: readonly Press[] = ['erase', 'wifi'];

/** How the paper is to be. */
export function PaperOptions({
  choice,
  onChoice,
  press,
  onPress,
}: {
  choice: PaperChoice;
  onChoice: (choice: PaperChoice) => void;
  press: Press;
  /** Null for a run, which was made for one of them. */
  onPress: ((press: Press) => void) | null;
}) {
  const { t } = useTranslation('checklists');
  const languageName = useLanguageNames();
  return (
    <Stack gap="sm">
      {onPress !== null && (
        <Radio.Group label={t('paper.press')} value={press} onChange={(value) => onPress(value as Press)}>
          <Stack gap={6} mt={4}>
            {presses.map((one) => (
              <Radio key={one} value={one} label={t(one === 'erase' ? 'paper.pressErase' : 'paper.pressWifi')} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <NativeSelect
        label={t('paper.size')}
        value={choice.paper}
        onChange={(event) => onChoice({ ...choice, paper: event.currentTarget.value as PaperChoice['paper'] })}
        data={sizes.map((value) => ({ value, label: t(`paper.sizes.${value}`) }))}
      />
      <Radio.Group
        label={t('paper.form')}
        value={choice.pocket ? 'pocket' : 'cards'}
        onChange={(value) => onChoice({ ...choice, pocket: value === 'pocket' })}
      >
        <Stack gap={6} mt={4}>
          <Radio value="cards" label={t('paper.cards')} />
          <Radio value="pocket" label={t('paper.pocket')} />
        </Stack>
      </Radio.Group>
      <Checkbox
        label={t('paper.large')}
        checked={choice.large}
        onChange={(event) => onChoice({ ...choice, large: event.currentTarget.checked })}
      />
      <NativeSelect
        label={t('paper.lang')}
        description={isProofRead(choice.lang) ? t('paper.langText') : t('paper.notProofReadText')}
        value={choice.lang}
        onChange={(event) => onChoice({ ...choice, lang: event.currentTarget.value as PaperChoice['lang'] })}
        data={langs.map((value) => ({
          value,
          label: isProofRead(value) ? languageName(value) : t('paper.notProofRead', { language: languageName(value) }),
        }))}
      />
      <NativeSelect
        label={t('paper.order')}
        description={t('paper.orderText')}
        value={choice.order}
        onChange={(event) => onChoice({ ...choice, order: event.currentTarget.value as PaperChoice['order'] })}
        data={orders.map((value) => ({ value, label: t(`paper.orders.${value}`) }))}
      />
    </Stack>
  );
}

/** A language by its own name and that in the language of the window. */
function useLanguageNames(): (lang: string) => string {
  const { i18n } = useTranslation();
  const here = new Intl.DisplayNames(i18n.language, { type: 'language' });
  return (lang) => {
    const own = new Intl.DisplayNames(lang, { type: 'language' }).of(lang) ?? lang;
    const name = here.of(lang) ?? lang;
    return own.toLowerCase() === name.toLowerCase() ? name : `${own} (${name})`;
  };
}
