/**
 * Fills the checkpoint in a folder, the first argument, with as many rows as the second says; the last line of what it prints is
 * how many rows came in per second. A process of its own: what filling takes is no part of the memory that is measured.
 */
import { fillQueue } from './million-rows.ts'

const [folder = '', total = ''] = process.argv.slice(2)
console.log(await fillQueue(folder, Number(total), (text) => console.error(text)))
