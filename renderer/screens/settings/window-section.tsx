import { NativeSelect, Radio, Stack, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { type Contrast, chooseContrast, keptContrast } from '../../parts/contrast.ts';
import { tellFailure } from '../../parts/tell.ts';
import { chooseLanguage, isLanguage, languages, useTranslation } from '../../words.ts';

const themes = ['auto', 'light', 'dark'] as const;
const contrasts = ['system', 'more'] as const;

/** How this window speaks and looks. */
export function WindowSection() {
  const { t, i18n } = useTranslation('settings');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [contrast, setContrast] = useState<Contrast>(keptContrast);
  return (
    <section aria-labelledby="window" className="stack">
      <div>
        <h2 id="window">{t('window.title')}</h2>
        <p className="dim">{t('window.lead')}</p>
      </div>
      <NativeSelect
        label={t('window.language')}
        value={isLanguage(i18n.language) ? i18n.language : 'en'}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (isLanguage(value)) chooseLanguage(value).catch(tellFailure);
        }}
        w="14rem"
      >
        {Object.entries(languages).map(([value, name]) => (
          <option key={value} value={value} lang={value} className="foreign">
            {name}
          </option>
        ))}
      </NativeSelect>
      <Radio.Group
        label={t('window.theme')}
        value={colorScheme}
        onChange={(value) => setColorScheme(themes.find((one) => one === value) ?? 'auto')}
      >
        <Stack gap="xs" mt="xs">
          {themes.map((theme) => (
            <Radio key={theme} value={theme} label={t(`window.themes.${theme}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t('window.contrast')}
        value={contrast}
        onChange={(value) => {
          const chosen = value === 'more' ? 'more' : 'system';
          setContrast(chosen);
          chooseContrast(chosen);
        }}
      >
        <Stack gap="xs" mt="xs">
          {contrasts.map((one) => (
            <Radio key={one} value={one} label={t(`window.contrasts.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </section>
  );
}
