import { waitLimit } from './browser.mjs';
import { closeDrawer } from './drawer.mjs';
import { approveAndMerge } from './forgePage.mjs';
import { doneStep } from './proposalDialog.mjs';

/** For a page whose own limit may be another. */
export const soon = { timeout: waitLimit };

/** What the drawer says of a target that is as it should be. */
const arrived = 'What Git declares has arrived, and runs';

/** The Deployments tab of a service, as a person uses it. */
export class DeploymentsPage {
  #browser;

  constructor(page, browser) {
    this.page = page;
    this.#browser = browser;
  }

  cards(environment) {
    return this.page
      .getByRole('region', { name: environment, exact: true })
      .getByTestId('gitops-target-card');
  }

  card(environment) {
    return this.cards(environment).first();
  }

  /** Waits until a card says something: a whole text, or a part by a pattern. */
  async see(environment, text) {
    await this.card(environment)
      .getByText(text, { exact: true })
      .first()
      .waitFor(soon);
  }

  /** Waits until a card says something no more. */
  async miss(environment, text) {
    await this.card(environment)
      .getByText(text)
      .first()
      .waitFor({ ...soon, state: 'detached' });
  }

  /** Opens the drawer of a card where it tells of the way to the cluster. */
  async openDelivery(environment) {
    const details = this.card(environment).getByRole('button', {
      name: /^Details of/,
    });
    // Below a pointer there may be a link of the card.
    await details.press('Enter', soon);
    await this.page.getByRole('tab', { name: 'Delivery' }).click(soon);
  }

  /** Waits until the open drawer says that all is well. */
  async seeArrival() {
    await this.page.getByText(arrived).waitFor(soon);
  }

  /** Proposes it by the dialog and merges it on the forge's page. */
  async promote(service) {
    const name = `Promote ${service} from staging to production`;
    await this.page.getByRole('button', { name }).first().click(soon);
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Open pull request' }).click(soon);
    const link = dialog.getByRole('link', { name: /Open on the forge/ });
    await link.waitFor(soon);
    await approveAndMerge(this.#browser, await link.getAttribute('href'));
    return dialog;
  }

  /** Waits until a step of a proposal is done, as the dialog tells it. */
  async seeDone(dialog, step) {
    await doneStep(dialog, step).waitFor(soon);
  }

  async followToTheEnd(dialog) {
    for (const step of ['Merged', 'Deployed', 'Running']) {
      await this.seeDone(dialog, step);
    }
  }

  async close(dialog) {
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  }

  /** Confirms what is asked of an engine in the open drawer. */
  async ask(action, fill = async () => {}) {
    await this.page.getByRole('button', { name: `${action}…` }).click(soon);
    const dialog = this.page.getByRole('dialog', {
      name: new RegExp(`^${action} `),
    });
    await fill(dialog);
    await dialog.getByRole('button', { name: action, exact: true }).click();
    await dialog.waitFor({ ...soon, state: 'detached' });
  }

  closeDrawer() {
    return closeDrawer(this.page);
  }
}
