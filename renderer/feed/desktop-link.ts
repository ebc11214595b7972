import type { ClientLink } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { DesktopShell, lineMessage } from '../../contract/index.ts';

type Link = ClientLink<Record<never, never>>;

/** As the preload says it. */
const bringsLine: typeof lineMessage = 'plugfleet-line';

/**
 * Calls over the line that the desktop app brings. When the process behind it dies, every call under way fails at once;
 * later ones wait for the line to the next process, or fail where there will be none.
 */
export function desktopLink(shell: DesktopShell): Link {
  let next = Promise.withResolvers<Link>();
  let isSettled = false;
  let port: MessagePort | undefined;

  /** Whoever calls from now on waits anew. */
  const renew = (): void => {
    if (!isSettled) return;
    next = Promise.withResolvers();
    isSettled = false;
  };
  const hangUp = (): void => {
    // the link listens to its port: so it learns that no answer will come
    port?.dispatchEvent(new Event('close'));
    port?.close();
    port = undefined;
  };
  const failAll = (why: string): void => {
    renew();
    isSettled = true;
    // nobody may be waiting
    next.promise.catch(() => undefined);
    next.reject(new Error(why));
  };

  addEventListener('message', (event) => {
    const [brought] = event.ports;
    if (event.source !== window || event.data !== bringsLine || brought === undefined) return;
    hangUp();
    renew();
    port = brought;
    isSettled = true;
    next.resolve(new RPCLink({ port }));
    port.start();
  });
  shell.onHost((state) => {
    switch (state.at) {
      case 'lost':
        hangUp();
        if (state.again) renew();
        else failAll('the process behind this window died several times');
        break;
      case 'failed':
        hangUp();
        failAll(state.error.message);
        break;
      case 'refused':
        hangUp();
        failAll('the other computer cannot be worked with');
        break;
      case 'starting':
        hangUp();
        renew();
        break;
    }
  });
  shell.connect();
  return {
    async call(path, input, options) {
      const link = await next.promise;
      return await link.call(path, input, options);
    },
  };
}
