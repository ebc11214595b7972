import { useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

/** Where a scan of nothing in particular would look. */
export const useScanTargets = () =>
  useQuery({ queryKey: ['scan-targets'], queryFn: () => client.plugs.scanTargets({}) });

/** What is wrong with networks as typed, by their text; those that can be scanned are not in it. */
export async function networkFaults(typed: readonly string[]): Promise<Map<string, 'badNetwork' | 'tooLarge'>> {
  if (typed.length === 0) return new Map();
  const checked = await client.plugs.scanTargets({ typed: [...typed] });
  return new Map(
    checked.typed.flatMap(({ text, code }) =>
      code === null ? [] : [[text, code === 'network-too-large' ? 'tooLarge' : 'badNetwork']],
    ),
  );
}
