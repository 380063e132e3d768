import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { button, waitForTone } from '../support/acts.ts'
import { startCapture } from '../support/capture.ts'
import { startTurn, type TurnServer } from '../support/coturn.ts'
import { type Pair, startPair } from '../support/pair.ts'
import { type Speakers, startSpeakers } from '../support/pulse.ts'
import { DEVICES, NAMES, type Name, part, talk } from '../support/talk.ts'
import { startWan, type Wan, wanPossible } from '../support/wan.ts'

describe.skipIf(!wanPossible)('with no direct path and TURN in the options, a call works', () => {
  let wan: Wan<Name | 'server'>
  let speakers: Speakers<Name>
  let turn: TurnServer
  let pair: Pair
  beforeAll(async () => {
    wan = await startWan(['alice', 'bob', 'server'], { delay: 25 })
    await wan.block('alice', 'bob')
    speakers = await startSpeakers(NAMES)
    turn = await startTurn(wan.hosts.server)
    pair = await startPair({
      hosts: wan.hosts,
      alice: { devices: DEVICES.alice, env: speakers.env('alice') },
      bob: { devices: DEVICES.bob, env: speakers.env('bob') },
    })
  })
  afterAll(async () => {
    await pair?.close()
    await turn?.stop()
    await speakers?.stop()
    await wan?.close()
  })

  afterEach(() => part(pair))

  it.each(['udp', 'tcp'] as const)('over %s', async (transport) => {
    const { alice, bob } = pair
    await wan.udp(transport === 'udp')
    for (const person of [alice, bob]) await person.configure({ iceServers: turn[transport] })
    const { hosts } = wan
    const capture = await startCapture(transport, hosts.alice)
    const talkers = await talk(pair)
    for (const name of NAMES) await waitForTone(speakers, name, talkers[name].other.devices.hertz)
    await button(talkers.alice.popup, 'Details').click()
    await talkers.alice.popup.getByText('Relayed').waitFor()
    const received = (await capture.packets()).filter(({ to }) => to.startsWith(`${hosts.alice.address}.`))
    expect(received.length).toBeGreaterThan(100)
    expect(received.every(({ from }) => from.startsWith(`${hosts.server.address}.`))).toBe(true)
    await capture.stop()
  })
})
