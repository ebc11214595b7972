import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { createElement, type ReactNode } from 'react';
import { failureOf } from '../feed/failure.ts';
import { FailureWords } from './states.tsx';

/** A word in the corner that goes away by itself. Of one `id` there is only one at a time. */
export function tell(message: ReactNode, o: { id?: string; forMs?: number } = {}): void {
  if (o.id !== undefined) notifications.hide(o.id);
  notifications.show({
    ...(o.id === undefined ? {} : { id: o.id }),
    message,
    autoClose: o.forMs ?? 6000,
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('shell:close') },
  });
}

export function tellFailure(thrown: unknown): void {
  tell(createElement(FailureWords, { failure: failureOf(thrown) }), { forMs: 15_000 });
}

export const untell = (id: string): void => void notifications.hide(id);
