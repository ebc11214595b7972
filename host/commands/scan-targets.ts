import { codeOf, type ScanTargets } from '../../contract/index.ts';
import { hostCount, parseNetwork } from '../../devices/index.ts';
import { unasked } from '../targets.ts';
import { os } from './os.ts';

export const scanTargets = os.plugs.scanTargets.handler(({ context, input }): ScanTargets => {
  const ofSites = context.store.places
    .all()
    .flatMap((site) => site.networks.map(({ network, expected }) => ({ network, site: site.name, expected })));
  const { swept, broadcast } = unasked(context.interfaces());
  const known = new Set(ofSites.map(({ network }) => network));
  const own = swept
    .filter((network) => !known.has(network))
    .map((network) => ({ network, site: null, expected: null }));
  return {
    networks: [...ofSites, ...own].map((one) => ({ ...one, addresses: hostCount(parseNetwork(one.network)) })),
    broadcasts: broadcast,
    typed: input.typed.map(check),
  };
});

function check(text: string): ScanTargets['typed'][number] {
  try {
    return { text, addresses: hostCount(parseNetwork(text)), code: null };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code !== 'bad-network' && code !== 'network-too-large') throw thrown;
    return { text, addresses: null, code };
  }
}
