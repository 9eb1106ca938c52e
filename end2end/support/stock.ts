import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { places } from './places';
import { start } from './product';
import type { Product } from './product';

/**
 * What a test finds in the product:
 * - `shared`: demo data that earlier tests of the same worker may have changed; costs nothing
 * - `own`: untouched demo data, for this test alone
 * - `empty`: an empty data directory, as on a first start
 */
export type Stock = 'shared' | 'own' | 'empty';

/** Starts a product of its own on a data directory that goes away when it stops. */
export async function startWith(stock: Exclude<Stock, 'shared'>): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'weiterblick-end2end-'));
  const dataDir = join(folder, 'data');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    if (stock === 'own') await cp(places.demoData, dataDir, { recursive: true });
    const product = await start(dataDir);
    return { ...product, stop: () => product.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The product that the tests of one worker share: started when the first of them asks for it. */
export class SharedProduct {
  #product: Promise<Product> | undefined;

  get(): Promise<Product> {
    this.#product ??= startWith('own');
    return this.#product;
  }

  async stop(): Promise<void> {
    const product = await this.#product?.catch(() => undefined);
    await product?.stop();
  }
}
