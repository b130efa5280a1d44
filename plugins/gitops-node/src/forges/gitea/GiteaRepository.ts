import { GiteaApi } from './GiteaApi';

/** A repository, and the client to ask for it. */
export interface GiteaRepository {
  readonly api: GiteaApi;
  /** Of the repository in the API. */
  readonly path: readonly string[];
}
