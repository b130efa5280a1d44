import { render, waitFor } from '@testing-library/react';

describe('App', () => {
  const environment = process.env;
  afterEach(() => {
    process.env = environment;
  });

  it('starts with every feature installed', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Backstage GitOps', baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost:7007' },
          },
          context: 'test',
        },
      ] as unknown as string,
    };
    const { default: App } = await import('./App');

    const { baseElement } = render(App.createRoot());

    await waitFor(() => expect(baseElement.textContent).not.toBe(''));
  });
});
