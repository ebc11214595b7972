/** A check that runs in every runtime the product lives in: it throws where it fails, and knows no test runner. */
export interface Check {
  /** Unlike that of any other check. */
  readonly name: string;
  readonly run: () => void | Promise<void>;
}
