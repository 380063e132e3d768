import { crc32, deflateRawSync } from 'node:zlib'

/** Midnight of 1 January 1980 in MS-DOS form: the same files always give the same archive. */
const DATE = (1 << 5) | 1
const DEFLATE = 8
const UTF8_NAMES = 0x0800
const VERSION = 20

/**
 * A zip archive (PKWARE APPNOTE 4.3) of the given files.
 * @param {{ path: string, data: Buffer }[]} files
 * @returns {Buffer}
 */
export function makeZip(files) {
  const parts = []
  const directory = []
  let offset = 0
  for (const { path, data } of files) {
    const name = Buffer.from(path)
    const packed = deflateRawSync(data, { level: 9 })
    const common = Buffer.alloc(26)
    common.writeUInt16LE(VERSION, 0)
    common.writeUInt16LE(UTF8_NAMES, 2)
    common.writeUInt16LE(DEFLATE, 4)
    common.writeUInt16LE(DATE, 8)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([VERSION, 0]), common, tail, name)
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}
