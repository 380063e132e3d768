import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = resolve('src')
/** Each runs in a place of its own and talks to the others by messages alone. */
const CONTEXTS = ['background', 'offscreen', 'popup', 'overlay', 'content', 'onboarding', 'options', 'viewer']
/** An entry file only wires. */
const ENTRY_LINES = 40

interface Import {
  readonly from: string
  readonly to: string
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path))
const imports: Import[] = files.flatMap((path) => {
  const text = readFileSync(join(SRC, path), 'utf8')
  const found = text.matchAll(/\bfrom '([^']+)'|\bimport\(?\s*'([^']+)'/g)
  return [...found].map((match) => ({ from: path, to: resolveImport(path, match[1] ?? match[2] ?? '') }))
})

/** A path under src/, or the name of a package. */
function resolveImport(from: string, specifier: string): string {
  return specifier.startsWith('.') ? relative(SRC, join(SRC, dirname(from), specifier)) : specifier
}

function folder(path: string): string {
  return path.split('/')[0] ?? ''
}

const list = (found: readonly Import[]) => found.map(({ from, to }) => `${from} imports ${to}`)

describe('the architecture', () => {
  it('is read from the sources', () => {
    expect(imports.length).toBeGreaterThan(200)
    expect(CONTEXTS.filter((name) => !files.some((path) => folder(path) === name))).toEqual([])
  })

  it('keeps contexts from importing each other', () => {
    const crossing = imports.filter(
      ({ from, to }) => CONTEXTS.includes(folder(from)) && CONTEXTS.includes(folder(to)) && folder(from) !== folder(to),
    )
    expect(list(crossing)).toEqual([])
  })

  it('keeps what is shared from importing a context', () => {
    const inward = imports.filter(({ from, to }) => !CONTEXTS.includes(folder(from)) && CONTEXTS.includes(folder(to)))
    expect(list(inward)).toEqual([])
  })

  it('lets call/ import nothing outside itself', () => {
    expect(list(imports.filter(({ from, to }) => folder(from) === 'call' && folder(to) !== 'call'))).toEqual([])
  })

  it('lets only offscreen/ import peerjs', () => {
    expect(list(imports.filter(({ from, to }) => to === 'peerjs' && folder(from) !== 'offscreen'))).toEqual([])
  })

  it('sends and receives messages in messaging/ alone, but for ports to views', () => {
    const direct = files.filter((path) => {
      const text = readFileSync(join(SRC, path), 'utf8')
      return folder(path) !== 'messaging' && /\b(browser|chrome)\.(runtime|tabs)\.(sendMessage|connect|onMessage)\b/.test(text)
    })
    expect(direct).toEqual([])
  })

  it('keeps entry files to wiring', () => {
    const long = files.filter((path) => {
      const lines = readFileSync(join(SRC, path), 'utf8').trimEnd().split('\n').length
      return /^[a-z]+\/main\.tsx?$/.test(path) && lines >= ENTRY_LINES
    })
    expect(long).toEqual([])
  })

  it('shares nothing between the server and the extension', () => {
    const server = readdirSync(resolve('peer-server'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    )
    expect(server.length).toBeGreaterThan(0)
    expect(server.filter((path) => /from '[^']*\/src\//.test(readFileSync(resolve('peer-server', path), 'utf8')))).toEqual([])
  })
})
