import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Failure } from '../feed/failure.ts';
import { useTranslation } from '../words.ts';
import { BadIcon } from './icons.tsx';

export function Loading() {
  const { t } = useTranslation('shell');
  return (
    <div className="middle" role="status">
      <Loader size="sm" />
      <p>{t('loading')}</p>
    </div>
  );
}

/** @param alone the screen has no other heading */
export function Empty(o: { title: string; text?: string; alone?: boolean; children?: ReactNode }) {
  const { title, text, alone = false, children } = o;
  return (
    <div className="middle">
      {alone ? <h1>{title}</h1> : <h2>{title}</h2>}
      {text !== undefined && <p>{text}</p>}
      {children}
    </div>
  );
}

/** What the host says in its own words, which are English in every window. */
export const Told = ({ children }: { children: string }) => (
  <span className="foreign" lang="en">
    {children}
  </span>
);

/** State, reason, next step. */
export function FailureWords({ failure }: { failure: Failure }) {
  const { t } = useTranslation('codes');
  return (
    <div role="alert" className="badge tone-bad failure">
      <BadIcon />
      <div>
        <strong>{t(`${failure.code}.title`)}</strong>
        {failure.code !== 'host-lost' && (
          <div>
            <Told>{failure.message}</Told>
          </div>
        )}
        <div>{t(`${failure.code}.next`)}</div>
      </div>
    </div>
  );
}

export function Failed({ failure, retry }: { failure: Failure; retry?: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <div className="middle">
      <FailureWords failure={failure} />
      {retry !== undefined && (
        <Button variant="default" onClick={retry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
