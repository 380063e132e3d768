import { afterAll, beforeAll, describe, it } from 'vitest'
import { becomeReady, button, popupOf, waitForSentence } from '../support/acts.ts'
import { dial, type Pair, seeRing, startPair } from '../support/pair.ts'
import { waitForPicture } from '../support/picture.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

type Host = 'alice' | 'bob' | 'server'

/** Each way, in ms. The channel for words opens two round trips after the line: on a long line time enough to hang up before. */
const SHORT_LINE = { delay: 10 }
const LONG_LINE = { delay: 700 }

describe.skipIf(!wanPossible)('a call that is hung up in its first moment', () => {
  let wan: Wan<Host>
  let pair: Pair
  beforeAll(async () => {
    wan = await startWan<Host>(['alice', 'bob', 'server'], SHORT_LINE)
    pair = await startPair({ hosts: wan.hosts })
  })
  afterAll(async () => {
    await pair?.close()
    await wan?.close()
  })

  it.each([
    ['by the caller', 'alice'],
    ['by the callee', 'bob'],
  ] as const)('%s is over for the other too, without the server', async (_, name) => {
    const [one, other] = name === 'alice' ? [pair.alice, pair.bob] : [pair.bob, pair.alice]
    const callerPopup = await dial(pair.alice, pair.bob.peerId)
    const calleePopup = await seeRing(pair.bob)
    await wan.set(LONG_LINE)
    await button(calleePopup, 'Accept').click()
    await waitForPicture((await popupOf(one)).getByLabel('Remote video'), other.devices.rgb)
    await wan.cut('server')
    await button(await popupOf(one), 'Hang up').click()
    await waitForSentence(await popupOf(other), `${one.peerId} hung up`)
    await wan.join('server')
    await wan.set(SHORT_LINE)
    await becomeReady(pair.alice, pair.bob)
    await callerPopup.getByText('Ready').first().waitFor()
  })
})
