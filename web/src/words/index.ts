// The texts of the consoles, said in the reader's language.
import {speaker} from './language';
import {texts} from './texts';

export * from './language';
export type TextKey = keyof typeof texts;
export const t = /* @__PURE__ */ speaker(texts);
