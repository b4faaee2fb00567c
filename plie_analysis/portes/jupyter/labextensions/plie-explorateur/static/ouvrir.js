// The explorer runs when it is opened, and again when its kernel starts anew: whoever opens it need not know that it is a notebook.
// Written as JupyterLab loads any extension: a container that gives a plugin; nothing of it is compiled.
(function () {
  const CARNET = "carnets/explorer.ipynb";
  let shared;

  function lab(name) {
    const versions = shared[name];
    return Promise.resolve(versions[Object.keys(versions)[0]].get()).then((factory) => factory());
  }

  async function suivre(panel, actions) {
    await panel.context.ready;
    if (panel.context.path !== CARNET) return;
    await panel.sessionContext.ready;
    const executer = () => actions.runAll(panel.content, panel.sessionContext);
    let restarted = false;
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (status === "restarting" || status === "autorestarting") restarted = true;
      else if (status === "idle" && restarted) {
        restarted = false;
        executer();
      }
    });
    executer();
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["plie-explorateur"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const { INotebookTracker, NotebookActions } = await lab("@jupyterlab/notebook");
      const plugin = {
        id: "plie-explorateur:ouvrir",
        description: "Exécute l'explorateur quand on l'ouvre.",
        autoStart: true,
        requires: [INotebookTracker],
        activate(_app, tracker) {
          tracker.widgetAdded.connect((_, panel) => suivre(panel, NotebookActions));
        },
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
