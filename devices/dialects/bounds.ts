/** Longest name of a plug or an outlet, in UTF-16 units; apps give some dozens at the most. */
export const longestName = 256;
/** A Wi-Fi name has 32 bytes. */
export const longestSsid = 64;
/** The largest strips have 16. */
export const mostOutlets = 64;
