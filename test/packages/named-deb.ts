/**
 * The package that `npm run package -- --for-tests` made, named in PLUGFLEET_DEB by whoever lets it be installed here, as
 * .ci/run does. Tests build and install nothing of their own accord.
 */
const named = process.env['PLUGFLEET_DEB'];

export const whyNoDeb = (): string | undefined =>
  named === undefined ? 'no package is named in PLUGFLEET_DEB (see .ci/run)' : undefined;

export function namedDeb(): string {
  if (named === undefined) throw new Error('no package is named');
  return named;
}
