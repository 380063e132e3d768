import type { MessageKey } from '../i18n/t'

/** `i18n/t.ts`, passed in so that the texts' choice is tested without a browser. */
export type Translate = (key: MessageKey, ...substitutions: readonly (string | number)[]) => string
