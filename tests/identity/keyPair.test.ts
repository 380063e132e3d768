import { IDBFactory } from 'fake-indexeddb'
import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { restoreBackup, sealBackup } from '../../src/identity/backup'
import { type IdentityStore, type StoredIdentity, StoredIdentitySchema } from '../../src/identity/identityStore'
import { makeIndexedDbStore } from '../../src/identity/indexedDbStore'
import { adoptIdentity, openIdentity, replaceIdentity, unsealPkcs8 } from '../../src/identity/keyPair'
import { signControl, verifyControl } from '../../src/identity/proof'

const PASSPHRASE = 'correct horse battery'

let factory: IDBFactory
let store: IdentityStore
beforeEach(() => {
  factory = new IDBFactory()
  store = makeIndexedDbStore(factory)
})

async function idOf(opened: ReturnType<typeof openIdentity>): Promise<string> {
  const result = await opened
  if (!result.ok) throw new Error(result.reason)
  return result.identity.id
}

/** What is kept, as a thief with the running extension would see it. */
async function kept(): Promise<StoredIdentity> {
  return v.parse(StoredIdentitySchema, await store.load())
}

describe('the browser starts', () => {
  test('the first time makes an identity, which signs in its ID', async () => {
    const opened = await openIdentity(store)
    if (!opened.ok) throw new Error(opened.reason)
    const claim = { fromId: opened.identity.id, toId: 'anybody', body: '{}' }
    const signature = await signControl(opened.identity, claim)
    expect(await verifyControl(claim, { publicKey: opened.identity.publicKey, signature })).toEqual({ ok: true })
  })

  test('again finds the same identity', async () => {
    const id = await idOf(openIdentity(store))
    expect(await idOf(openIdentity(makeIndexedDbStore(factory)))).toBe(id)
  })

  test('two contexts at once make one identity', async () => {
    const ids = await Promise.all([1, 2, 3].map(() => idOf(openIdentity(makeIndexedDbStore(factory)))))
    expect(new Set(ids).size).toBe(1)
  })

  test('no key that is kept can be exported', async () => {
    await openIdentity(store)
    const { signingKey, sealingKey } = await kept()
    expect([signingKey.extractable, sealingKey.extractable]).toEqual([false, false])
    await expect(crypto.subtle.exportKey('pkcs8', signingKey)).rejects.toThrow()
    await expect(crypto.subtle.exportKey('raw', sealingKey)).rejects.toThrow()
    expect([...signingKey.usages, ...sealingKey.usages].sort()).toEqual(['sign', 'unwrapKey', 'wrapKey'])
  })

  test('something else is kept in the place: it is said, and left as it is', async () => {
    for (const strange of [{ version: 2 }, 'text', { ...(await strangersParts()) }]) {
      const saved = { load: async () => strange, save: fail, saveFirst: fail }
      expect(await openIdentity(saved)).toEqual({ ok: false, reason: 'broken' })
    }
  })

  test('the store cannot be opened', async () => {
    expect(await openIdentity({ load: fail, save: fail, saveFirst: fail })).toEqual({ ok: false, reason: 'unavailable' })
  })
})

/** The ID of one identity with the keys of another. */
async function strangersParts(): Promise<StoredIdentity> {
  await openIdentity(store)
  const first = await kept()
  await replaceIdentity(store)
  return { ...(await kept()), id: first.id, publicKey: first.publicKey }
}

async function fail(): Promise<never> {
  throw new DOMException('no', 'UnknownError')
}

describe('"New identity"', () => {
  test('replaces the old one for good', async () => {
    const old = await idOf(openIdentity(store))
    const made = await idOf(replaceIdentity(store))
    expect(made).not.toBe(old)
    expect(await idOf(openIdentity(store))).toBe(made)
  })
})

describe('a back-up', () => {
  test('brings the identity to another machine, where it can be backed up again', async () => {
    const id = await idOf(openIdentity(store))
    const sealed = await sealBackup(store, PASSPHRASE)
    if (!sealed.ok) throw new Error(sealed.reason)
    expect(sealed.file).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/)

    const elsewhere = makeIndexedDbStore(new IDBFactory())
    await openIdentity(elsewhere)
    expect(await restoreBackup(elsewhere, `\n${sealed.file}\n`, 'wrong horse battery')).toEqual({
      ok: false,
      reason: 'wrongPassphrase',
    })
    expect(await idOf(openIdentity(elsewhere))).not.toBe(id)
    expect(await restoreBackup(elsewhere, `\n${sealed.file}\n`, PASSPHRASE)).toMatchObject({ ok: true, identity: { id } })
    expect(await idOf(openIdentity(elsewhere))).toBe(id)
    expect(await unsealPkcs8(elsewhere)).toEqual(await unsealPkcs8(store))
  }, 60_000)

  test('a damaged file is broken, whatever the passphrase', async () => {
    await openIdentity(store)
    const sealed = await sealBackup(store, PASSPHRASE)
    if (!sealed.ok) throw new Error(sealed.reason)
    const lines = sealed.file.split('\n')
    const damaged = lines
      .toSpliced(
        -3,
        1,
        (lines.at(-3) ?? '').replace(/[A-Za-z]/, (letter) => (letter === 'A' ? 'B' : 'A')),
      )
      .join('\n')
    expect(await restoreBackup(store, damaged, PASSPHRASE)).toEqual({ ok: false, reason: 'broken' })
    expect(await restoreBackup(store, sealed.file.slice(0, 300), PASSPHRASE)).toEqual({ ok: false, reason: 'broken' })
  }, 60_000)

  test.each(['', 'hello', '{"tabcall":1}', '-----BEGIN OPENSSH PRIVATE KEY-----', 'x'.repeat(100_000)])(
    'some other file is no back-up: %.20s',
    async (file) => {
      expect(await restoreBackup(store, file, PASSPHRASE)).toEqual({ ok: false, reason: 'notBackup' })
    },
  )

  test('a short passphrase is refused', async () => {
    await openIdentity(store)
    expect(await sealBackup(store, '1234567')).toEqual({ ok: false, reason: 'shortPassphrase' })
  })

  test('there is nothing to back up', async () => {
    expect(await sealBackup(store, PASSPHRASE)).toEqual({ ok: false, reason: 'broken' })
  })

  test('a key of another kind is not taken in', async () => {
    const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))
    expect(await adoptIdentity(store, pkcs8)).toEqual({ ok: false, reason: 'broken' })
    expect(await store.load()).toBeUndefined()
  })
})
