import { useQuery } from '@tanstack/react-query';
import { client } from '../../feed/client.ts';
import { type Failure, failureOf } from '../../feed/failure.ts';

type Page = Awaited<ReturnType<typeof client.cards.page>>;

/** Letters that the shortest code has. */
const shortest = 4;

/** The page that a typed code means, or what is wrong with the code; neither while it is too short to say. */
export function useTypedPage(run: string, typed: string): { page: Page | undefined; fault: Failure | null } {
  const code = typed.replace(/[\s-]/g, '');
  const isWhole = code.length >= shortest;
  const { data, error } = useQuery({
    queryKey: ['card-page', run, code],
    queryFn: () => client.cards.page({ run, page: typed }),
    enabled: isWhole,
    staleTime: 60_000,
  });
  if (!isWhole) return { page: undefined, fault: null };
  return error === null ? { page: data, fault: null } : { page: undefined, fault: failureOf(error) };
}
