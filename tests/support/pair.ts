import type { Page } from 'playwright-core'
import { button, closeSetUp, popupOf } from './acts.ts'
import { launchTabcall, type Tabcall, type TabcallOptions } from './browser.ts'
import { ALICE, BOB, type FakeDevices } from './chromium.ts'
import { type SignalingServer, startStockServer, startTabcallServer } from './servers.ts'
import { waitUntil } from './wait.ts'
import type { WanHost } from './wan.ts'

/** A Tabcall with its person: the ID that others type, and what their camera and microphone give. */
export interface Person extends Tabcall {
  readonly peerId: string
  readonly devices: FakeDevices
}

export interface Pair {
  readonly server: SignalingServer
  readonly alice: Person
  readonly bob: Person
  close(): Promise<void>
}

export interface PairOptions {
  readonly kind?: 'tabcall' | 'stock'
  /** Hosts of the emulated network; `server` is where the signaling server runs. */
  readonly hosts?: { readonly alice: WanHost; readonly bob: WanHost; readonly server: WanHost }
  readonly alice?: TabcallOptions
  readonly bob?: TabcallOptions
}

/** Two Tabcalls, registered on a server of their own. */
export async function startPair({ kind = 'tabcall', hosts, alice = {}, bob = {} }: PairOptions = {}): Promise<Pair> {
  const place = hosts ? { wanHost: hosts.server } : {}
  const server = kind === 'tabcall' ? await startTabcallServer(place) : await startStockServer(place)
  const people: Person[] = []
  const close = async () => {
    for (const person of people) await person.close()
    await server.stop()
  }
  try {
    const start = async (devices: FakeDevices, options: TabcallOptions, wanHost?: WanHost) => {
      const person = await startPerson({ devices, server: server.url, ...(wanHost ? { wanHost } : {}), ...options })
      people.push(person)
      return person
    }
    return { server, alice: await start(ALICE, alice, hosts?.alice), bob: await start(BOB, bob, hosts?.bob), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** One Tabcall, registered ("Ready") on the server given. */
export async function startPerson(options: TabcallOptions): Promise<Person> {
  const tabcall = await launchTabcall(options)
  try {
    const popup = await tabcall.popup()
    await waitForStatus(popup, 'Ready')
    const peerId = await waitUntil('the own ID is shown', async () => (await popup.getByLabel('Your ID').textContent())?.trim())
    await popup.close()
    await closeSetUp(tabcall)
    const { devices } = options
    return { ...tabcall, peerId, devices: devices === 'system' || !devices ? ALICE : devices }
  } catch (error) {
    await tabcall.close()
    throw error
  }
}

/** Waits until a view's `status` reads `text`. */
export async function waitForStatus(view: Page, text: string | RegExp, timeoutMs = 15_000): Promise<void> {
  await view.getByRole('status').filter({ hasText: text }).first().waitFor({ timeout: timeoutMs })
}

/** Calls from the popup, as a person does; resolves with the popup once it says so, or that it is over already. */
export async function dial(caller: Tabcall, peerId: string): Promise<Page> {
  const popup = await popupOf(caller)
  await popup.getByRole('textbox', { name: 'Peer ID' }).fill(peerId)
  await popup.getByRole('button', { name: 'Call', exact: true }).click()
  await button(popup, 'Cancel').or(button(popup, 'Call again')).waitFor()
  return popup
}

/** Waits until the person is rung, in their popup. */
export async function seeRing(callee: Tabcall, timeoutMs = 10_000): Promise<Page> {
  const popup = await popupOf(callee)
  await popup.getByRole('button', { name: 'Accept' }).waitFor({ timeout: timeoutMs })
  return popup
}

/** A whole call up to the point where both have agreed; resolves with both popups. */
export async function call(caller: Person, callee: Person): Promise<{ callerPopup: Page; calleePopup: Page }> {
  const callerPopup = await dial(caller, callee.peerId)
  const calleePopup = await seeRing(callee)
  await calleePopup.getByRole('button', { name: 'Accept' }).click()
  await callerPopup.getByRole('button', { name: 'Hang up' }).waitFor()
  await calleePopup.getByRole('button', { name: 'Hang up' }).waitFor()
  return { callerPopup, calleePopup }
}
