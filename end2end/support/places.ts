import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../..');
const work = join(project, 'target/end2end');

/** Where the tests find the product and keep what they make. Git ignores all but `pictures`. */
export const places = {
  /** The program under test, as `scripts/build` left it. */
  built: process.env.WEITERBLICK_TEST_PROGRAM || join(project, 'target/release/weiterblick'),
  work,
  /** A folder that holds the program and nothing else: what it serves, it has inside. */
  alone: join(work, 'alone'),
  program: join(work, 'alone/weiterblick'),
  /** A data directory with demo data that every test starts from. */
  demoData: join(work, 'demo-data'),
  /** The pictures of the README. */
  pictures: join(project, 'docs/screenshots'),
};
