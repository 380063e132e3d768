import { armor, Decrypter, Encrypter } from 'age-encryption'
import * as v from 'valibot'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import type { IdentityStore } from './identityStore'
import { adoptIdentity, type Identity, unsealPkcs8 } from './keyPair'

/*
 * Import this file lazily: age and its algorithms are 100 kB that no call needs. Deriving a key from a
 * passphrase takes about a second of this thread.
 */

/** A file to keep somewhere safe opens with this passphrase alone, for anybody, offline. */
export const MIN_PASSPHRASE_CHARACTERS = 8

/** Our back-ups are under 1 kB. */
const MAX_FILE_CHARACTERS = 16 * 1024

export const BACKUP_FILE_NAME = 'tabcall-identity.age'

const BackupSchema = v.object({ tabcall: v.literal(1), pkcs8: v.pipe(v.string(), v.maxLength(1000)) })
const NewerBackupSchema = v.object({ tabcall: v.pipe(v.number(), v.minValue(2)) })

export type SealedBackup =
  | { readonly ok: true; readonly file: string }
  | { readonly ok: false; readonly reason: 'shortPassphrase' | 'broken' | 'unavailable' }

export type RestoredBackup =
  | { readonly ok: true; readonly identity: Identity }
  | {
      readonly ok: false
      /** `notBackup`: another kind of file. `broken`: damaged. `unavailable`: it could not be kept here. */
      readonly reason: 'wrongPassphrase' | 'notBackup' | 'broken' | 'newerVersion' | 'unavailable'
    }

/** The identity as an armored age file (age-encryption.org/v1), sealed with a passphrase; `age -d` opens it too. */
export async function sealBackup(store: IdentityStore, passphrase: string): Promise<SealedBackup> {
  if ([...passphrase].length < MIN_PASSPHRASE_CHARACTERS) return { ok: false, reason: 'shortPassphrase' }
  const unsealed = await unsealPkcs8(store)
  if (!unsealed.ok) return unsealed
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase.normalize('NFC'))
  const file = armor.encode(await encrypter.encrypt(JSON.stringify({ tabcall: 1, pkcs8: encodeBase64Url(unsealed.pkcs8) })))
  unsealed.pkcs8.fill(0)
  return { ok: true, file }
}

/** Puts the identity of a back-up in the place of the one kept. What is kept stays when anything is wrong. */
export async function restoreBackup(store: IdentityStore, file: string, passphrase: string): Promise<RestoredBackup> {
  const opened = await openFile(file, passphrase)
  if (!opened.ok) return opened
  const backup = v.safeParse(BackupSchema, opened.content)
  if (!backup.success) return { ok: false, reason: v.is(NewerBackupSchema, opened.content) ? 'newerVersion' : 'notBackup' }
  const pkcs8 = decodeBase64Url(backup.output.pkcs8)
  if (pkcs8 === null) return { ok: false, reason: 'broken' }
  const adopted = await adoptIdentity(store, pkcs8)
  pkcs8.fill(0)
  return adopted
}

type OpenedFile =
  | { readonly ok: true; readonly content: unknown }
  | { readonly ok: false; readonly reason: 'wrongPassphrase' | 'notBackup' | 'broken' }

async function openFile(file: string, passphrase: string): Promise<OpenedFile> {
  const text = file.trim()
  if (text.length > MAX_FILE_CHARACTERS || !text.startsWith('-----BEGIN AGE ENCRYPTED FILE-----')) {
    return { ok: false, reason: 'notBackup' }
  }
  let reason: 'wrongPassphrase' | 'notBackup' | 'broken' = 'broken'
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase.normalize('NFC'))
  // Asked only when the passphrase did not open a well-formed header: that tells a wrong one from a broken file.
  decrypter.addIdentity({
    unwrapFileKey: (stanzas) => {
      reason = stanzas.some((stanza) => stanza.args[0] === 'scrypt') ? 'wrongPassphrase' : 'notBackup'
      return null
    },
  })
  let content: string
  try {
    content = await decrypter.decrypt(armor.decode(text), 'text')
  } catch {
    return { ok: false, reason }
  }
  try {
    return { ok: true, content: JSON.parse(content) }
  } catch {
    return { ok: false, reason: 'notBackup' }
  }
}
