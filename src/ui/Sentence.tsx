import type { JSX } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import type { Party } from '../messaging/snapshot'
import { PartyName } from './PartyName'

/** U+FFFC, OBJECT REPLACEMENT CHARACTER, stands for the name while the sentence is taken apart. `i18n.getMessage` drops a U+0000. */
const MARK = '\uFFFC'

/** A sentence with a person in it, wherever the language puts them. */
export function Sentence(props: {
  readonly of: MessageKey
  readonly party: Pick<Party, 'name' | 'claimedName' | 'remote'>
}): JSX.Element {
  const parts = (): readonly string[] => t(props.of, MARK).split(MARK)
  return (
    <>
      {parts()[0]}
      {parts().length > 1 ? <PartyName party={props.party} /> : null}
      {parts()[1]}
    </>
  )
}
