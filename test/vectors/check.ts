/**
 * One thing that must be as recorded, by itself, so that other runtimes than node:test can run it. It throws where it
 * is not.
 */
export interface Check {
  name: string;
  run: () => void | Promise<void>;
}
