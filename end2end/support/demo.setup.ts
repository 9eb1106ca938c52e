import { copyFile, mkdir, rm } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { places } from './places';
import { start } from './product';

test('the program, alone in a folder, fills an empty database with demo data in under 20 seconds', async () => {
  await rm(places.alone, { recursive: true, force: true });
  await rm(places.demoData, { recursive: true, force: true });
  await mkdir(places.alone, { recursive: true });
  await copyFile(places.built, places.program);

  const began = Date.now();
  const product = await start(places.demoData, ['--demo']);
  const took = Date.now() - began;
  await product.stop();

  expect(took).toBeLessThan(20_000);
});
