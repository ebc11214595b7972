/** Words on sheets of labels. A label itself carries only what the plug is called, where it is, and its MAC. */
export interface LabelWords {
  /** Language of the words (BCP 47), told to readers of the PDF. */
  lang: string;
  title: string;
  /** {sheet} */
  subject: string;
  noName: string;
  /** Stands for letters that no font of ours has. */
  otherScript: string;
  /** On labels of virtual plugs. */
  practice: string;
  /** What the code is called aloud. {payload} */
  code: string;
}

export const labelEn: LabelWords = {
  lang: 'en',
  title: 'Labels for plugs',
  subject: 'Sheets {sheet}: print at actual size, without scaling',
  noName: '(no name)',
  otherScript: '[other script]',
  practice: 'PRACTICE',
  code: 'QR code: {payload}',
};
