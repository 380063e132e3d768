import { expect, it } from 'vitest'
import manifest from '../../manifest.json'

/** Chromium 156's own keys with Alt+Shift: tab groups, split view, reading mode, focus, feedback. */
const TAKEN = 'ABCINPRTWXZ'

it('every suggested shortcut is one that Chromium grants: its own are silently not assigned', () => {
  const keys = Object.entries(manifest.commands).flatMap(([name, command]) =>
    'suggested_key' in command ? [`${name} ${command.suggested_key.default}`] : [],
  )
  expect(keys).toContain('_execute_action Alt+Shift+K')
  for (const key of keys) expect(key).toMatch(new RegExp(`^\\S+ Alt\\+Shift\\+[^${TAKEN}]$`))
  // A fifth keeps the extension from loading.
  expect(keys.length).toBeLessThanOrEqual(4)
  expect(new Set(keys.map((key) => key.split(' ')[1])).size).toBe(keys.length)
})
