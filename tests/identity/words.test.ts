import { describe, expect, test } from 'vitest'
import { compareWords } from '../../src/identity/words'
import vectors from '../vectors/words.json'

describe('two people compare words', () => {
  test.each(vectors)(
    'the words of $keys are those of the vectors, from both sides',
    async ({ keys: [a = '', b = ''], words }) => {
      expect(words).toHaveLength(6)
      expect(await compareWords(a, b)).toEqual(words)
      expect(await compareWords(b, a)).toEqual(words)
    },
  )

  test('somebody between them has other words on each side', () => {
    expect(new Set(vectors.map(({ words }) => words.join(' '))).size).toBe(vectors.length)
  })

  test('there are no words without two keys', async () => {
    const key = vectors[0]?.keys[0] ?? ''
    expect(await compareWords(key, '')).toBeNull()
    expect(await compareWords(`${key}A`, key)).toBeNull()
  })
})
