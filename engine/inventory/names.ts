/** The model without its region: discovery says `P110(EU)`, a session of the same plug `P110`. */
export const bareModel = (model: string): string => model.replace(/\(.*$/, '').trim();

/** Names that plugs come with, as seen in the field: `TP-LINK_Smart Plug_B027`, `Kasa_Smart Plug_722C_0`, `Plug 1`. */
const defaultName =
  /^(?:tp-link_.+_[0-9a-f]{4}|kasa_.+_[0-9a-f]{4}(?:_\d)?|tapo_.+_[0-9a-f]{4}|(?:smart )?plug(?: \d)?)$/i;

/** Whether a person ever named it. */
export const hasOwnName = (alias: string): boolean => alias.trim() !== '' && !defaultName.test(alias.trim());

/** A name as it is compared: case, spaces around it and the spelling of accents make no difference. */
export const nameKey = (name: string): string => name.trim().normalize('NFC').toLowerCase();
