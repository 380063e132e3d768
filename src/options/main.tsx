import { render } from 'solid-js/web'
import { createStoredPeople, createStoredSettings } from '../ui/createStored'
import { Options } from './Options'

render(() => {
  const settings = createStoredSettings()
  const people = createStoredPeople()
  return <Options settings={settings()} people={people()} />
}, document.body)
