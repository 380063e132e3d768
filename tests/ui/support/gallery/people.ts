import type { Party } from '../../../../src/messaging/snapshot'
import type { CallEntry, Person } from '../../../../src/people/people'

/** Valid IDs (the check character is right), of nobody. */
export const OWN_ID = 'K3F8M2Q7XW9B4TNZ6RVHC1DJ2'
export const BO_ID = 'QZ7M4X2WKB9T6RVN3F8HC1DJE'
export const STRANGER_ID = 'W9B4TNZ6RVHC1DJAK3F8M2Q7G'

export const bo: Party = {
  remote: { kind: 'tabcall', id: BO_ID },
  name: 'Bo Lindqvist',
  claimedName: 'Bo',
  server: null,
  contact: true,
  compared: true,
  verified: true,
}
export const stranger: Party = {
  remote: { kind: 'tabcall', id: STRANGER_ID },
  name: null,
  claimedName: 'Your bank',
  server: null,
  contact: false,
  compared: false,
  verified: true,
}
export const nameless: Party = { ...stranger, claimedName: null }
export const plain: Party = {
  remote: { kind: 'plain', id: 'garden-webcam-7' },
  name: null,
  claimedName: null,
  server: null,
  contact: false,
  compared: false,
  verified: false,
}

const NOW = Date.now()
const HOUR = 3_600_000

const person = (id: string, name: string, more: Partial<Person> = {}): Person => ({
  id,
  name,
  contact: true,
  blocked: false,
  compared: false,
  addedAt: NOW - 90 * HOUR,
  ...more,
})
export const people: readonly Person[] = [
  person(BO_ID, 'Bo Lindqvist', { compared: true }),
  person('M2Q7XW9B4TNZ6RVHC1DJAK3FZ', 'Ana María Fernández de la Vega y Sotomayor'),
  person('9B4TNZ6RVHC1DJAK3F8M2Q7XE', 'Old landlord', { blocked: true }),
]

const call = (callId: string, id: string, more: Partial<CallEntry>): CallEntry => ({
  callId,
  id,
  kind: 'tabcall',
  direction: 'outgoing',
  outcome: 'answered',
  reason: 'localHangup',
  connectedAt: null,
  endedAt: NOW,
  seen: true,
  ...more,
})
export const calls: readonly CallEntry[] = [
  call('1', BO_ID, { direction: 'incoming', outcome: 'missed', endedAt: NOW - HOUR / 4 }),
  call('2', STRANGER_ID, { connectedAt: NOW - 3 * HOUR, endedAt: NOW - 3 * HOUR + 754_000 }),
  call('3', BO_ID, { direction: 'incoming', connectedAt: NOW - 40 * HOUR, endedAt: NOW - 39 * HOUR }),
  call('4', 'garden-webcam-7', { kind: 'plain', outcome: 'failed', endedAt: NOW - 400 * HOUR }),
]
