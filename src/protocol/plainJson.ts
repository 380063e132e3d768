import { MAX_JSON_CHARACTERS, MAX_JSON_DEPTH, MAX_JSON_VALUES } from './limits'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type PlainJson =
  /** `characters`: of all its keys and strings, as a measure of the memory it takes. */
  | { readonly ok: true; readonly value: Json; readonly characters: number }
  | { readonly ok: false; readonly reason: 'tooLarge' | 'notData' }

/** Keys that reach prototypes. No message has a field of these names. */
const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

class Refusal extends Error {
  constructor(readonly reason: 'tooLarge' | 'notData') {
    super(reason)
  }
}

/**
 * A copy of whatever came in, as plain bounded data: own enumerable values only, no accessors, no prototypes.
 * Everything else in `protocol/` reads such copies, so that no schema can be surprised. Never throws.
 */
export function toPlainJson(input: unknown): PlainJson {
  const budget = { values: MAX_JSON_VALUES, characters: MAX_JSON_CHARACTERS }
  try {
    const value = copy(input, MAX_JSON_DEPTH, budget)
    return { ok: true, value, characters: MAX_JSON_CHARACTERS - budget.characters }
  } catch (error) {
    // Anything else was thrown by the input itself: a proxy, or a revoked one.
    return { ok: false, reason: error instanceof Refusal ? error.reason : 'notData' }
  }
}

/** `JSON.parse` and `toPlainJson` in one. Never throws. */
export function parsePlainJson(text: string): PlainJson {
  try {
    return toPlainJson(JSON.parse(text))
  } catch {
    return { ok: false, reason: 'notData' }
  }
}

function copy(input: unknown, depth: number, budget: { values: number; characters: number }): Json {
  budget.values -= 1
  if (typeof input === 'string') budget.characters -= input.length
  if (depth < 0 || budget.values < 0 || budget.characters < 0) throw new Refusal('tooLarge')
  if (input === null || typeof input === 'string' || typeof input === 'boolean') return input
  if (typeof input === 'number' && Number.isFinite(input)) return input
  if (typeof input !== 'object') throw new Refusal('notData')
  if (Array.isArray(input)) return copyArray(input, depth, budget)
  const output: { [key: string]: Json } = Object.create(null)
  for (const key of Object.keys(input)) {
    budget.characters -= key.length
    const value: unknown = Object.getOwnPropertyDescriptor(input, key)?.value
    // As in JSON: a field that is undefined is not there.
    if (value === undefined || PROTOTYPE_KEYS.has(key)) continue
    output[key] = copy(value, depth - 1, budget)
  }
  return output
}

function copyArray(input: readonly unknown[], depth: number, budget: { values: number; characters: number }): Json {
  if (input.length > budget.values) throw new Refusal('tooLarge')
  return Array.from({ length: input.length }, (_, index) => {
    const value: unknown = Object.getOwnPropertyDescriptor(input, index)?.value
    return copy(value === undefined ? null : value, depth - 1, budget)
  })
}
