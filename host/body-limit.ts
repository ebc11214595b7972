/** Room for the largest file that can be imported, and its envelope. */
export const mostBodyBytes = 80 * 1024 * 1024;
