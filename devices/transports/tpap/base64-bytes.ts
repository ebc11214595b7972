import { z } from 'zod';

/** Bytes in standard base64 with padding, exactly so written, between `least` and `most` of them. */
export const base64Bytes = (least: number, most: number) =>
  z
    .string()
    .max(4 * Math.ceil(most / 3))
    .transform((text, context): Buffer => {
      const bytes = Buffer.from(text, 'base64');
      const isExact = bytes.toString('base64') === text && bytes.length >= least && bytes.length <= most;
      if (!isExact) context.addIssue({ code: 'custom', message: `not base64 of ${least} to ${most} bytes` });
      return bytes;
    });
