import { expect, it } from 'vitest'
import { missingDevices } from '../../src/popup/missingDevices'

it.each([
  ['granted', 'granted', true, null],
  ['prompt', 'prompt', true, 'microphoneNotYet'],
  ['denied', 'granted', true, 'microphoneRefused'],
  ['granted', 'denied', true, 'cameraRefused'],
  ['denied', 'denied', true, 'devicesRefused'],
  // Whoever starts calls with sound only does not miss the camera.
  ['granted', 'denied', false, null],
  ['denied', 'denied', false, 'devicesRefused'],
  // There may be no camera to ask for.
  ['granted', 'prompt', true, null],
] as const)('with the microphone %s and the camera %s (wanted: %s) the popup says %s', (microphone, camera, wanted, key) => {
  expect(missingDevices({ microphone, camera }, wanted)).toBe(key)
})
