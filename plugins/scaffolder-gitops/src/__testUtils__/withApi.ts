import { ApiServer } from './ApiServer';

/** An API server for each test of a suite. */
export function withApi(): { readonly api: ApiServer } {
  const holder = { api: new ApiServer() };
  beforeEach(async () => {
    holder.api = new ApiServer();
    await holder.api.start();
  });
  afterEach(() => holder.api.stop());
  return holder;
}
