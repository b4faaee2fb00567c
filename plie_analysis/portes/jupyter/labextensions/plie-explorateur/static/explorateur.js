// What the explorer asks of the page around it, in JupyterLab as in Voilà. In JupyterLab, it runs when it is opened, and again when its
// kernel starts anew: whoever opens it need not know that it is a notebook. In both, exports can be dropped on the button that chooses them.
// Written as JupyterLab loads any extension, a container that gives plugins; nothing of it is compiled.
(function () {
  const CARNET = "carnets/explorer.ipynb";
  const DEPOT = ".plie-explorateur .widget-upload";
  let shared;

  function lab(name) {
    const versions = shared[name] || {};
    const version = Object.keys(versions)[0];
    return version ? Promise.resolve(versions[version].get()).then((factory) => factory()) : Promise.resolve(null);
  }

  async function suivre(panel, actions) {
    await panel.context.ready;
    if (panel.context.path !== CARNET) return;
    await panel.sessionContext.ready;
    const executer = () => actions.runAll(panel.content, panel.sessionContext);
    // Once it has run, a kernel that starts is another one. JupyterLab joins the one that it restarted itself; another has to be joined
    // anew, as its keys are not those of the one before, and again as long as it has not answered: it may be slow to start. Then the page
    // runs again.
    let ran = false;
    let anew = false;
    const rejoindre = (context, wait, since = Date.now()) =>
      setTimeout(() => {
        if (!anew || Date.now() - since > 300000) return;
        context.session?.kernel?.reconnect().catch(() => {});
        rejoindre(context, Math.min(2 * wait, 8000), since);
      }, wait);
    panel.sessionContext.statusChanged.connect((context, status) => {
      if (status === "idle") {
        if (anew) executer();
        ran = true;
        anew = false;
      } else if (ran && !anew && ["starting", "restarting", "autorestarting"].includes(status)) {
        anew = true;
        if (status !== "restarting") rejoindre(context, 1000);
      }
    });
    executer();
  }

  // The button opens the chooser of an input of its own, that no page holds: for one click, that input is given the files instead.
  function confier(button, files) {
    const click = HTMLInputElement.prototype.click;
    HTMLInputElement.prototype.click = function () {
      this.files = files;
      this.dispatchEvent(new Event("change"));
    };
    try {
      button.click();
    } finally {
      HTMLInputElement.prototype.click = click;
    }
  }

  function deposer(event) {
    const button = event.target.closest && event.target.closest(DEPOT);
    if (!button || !event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    button.classList.toggle("plie-survol", event.type === "dragover");
    if (event.type === "drop") confier(button, event.dataTransfer.files);
  }

  // A number clicked tells its place to the field that its tab keeps for it, hidden; the count makes a second click on the same another value.
  let clicks = 0;
  function choisir(event) {
    const cell = event.target.closest && event.target.closest("[data-plie-case]");
    const field = cell && cell.closest(".plie-explorateur").querySelector(".plie-choix input");
    if (!field) return;
    field.value = `${cell.dataset.plieCase}/${++clicks}`;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  // A text is copied as it is; a table as a table, and as a text for who takes no table.
  async function copier(event) {
    const button = event.target.closest && event.target.closest("[data-plie-copie]");
    if (!button) return;
    const page = button.closest(".plie-explorateur");
    const source = page.querySelector(`#${button.dataset.plieCopie}`);
    const said = button.parentElement.querySelector("[role=status]");
    try {
      if (source.tagName === "TEXTAREA") await navigator.clipboard.writeText(source.value);
      else {
        const plain = source.cloneNode(true);
        for (const inner of plain.querySelectorAll("button")) inner.replaceWith(inner.textContent);
        // A label that a spreadsheet would take for a formula is pasted as a text.
        for (const head of plain.querySelectorAll("th, caption")) if (/^\s*[=+\-@＝＋－＠]/.test(head.textContent)) head.prepend("'");
        const rows = Array.from(plain.rows, (row) => Array.from(row.cells, (cell) => cell.textContent.replace(/\s+/g, " ").trim()).join("\t"));
        const parts = { "text/html": plain.outerHTML, "text/plain": rows.join("\n") };
        for (const kind in parts) parts[kind] = new Blob([parts[kind]], { type: kind });
        await navigator.clipboard.write([new ClipboardItem(parts)]);
      }
      said.textContent = " Copié.";
    } catch {
      said.textContent = " Le navigateur refuse la copie : sélectionnez, puis Ctrl+C.";
    }
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["plie-explorateur"] = {
    init(scope) {
      shared = scope;
    },
    async get() {
      const notebook = await lab("@jupyterlab/notebook");
      const plugin = {
        id: "plie-explorateur:page",
        description: "Exécute l’explorateur quand on l’ouvre ; y laisse déposer des fichiers, cliquer un nombre, copier un tableau.",
        autoStart: true,
        optional: notebook ? [notebook.INotebookTracker] : [],
        activate(_app, tracker) {
          for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, deposer, true);
          document.addEventListener("click", choisir);
          document.addEventListener("click", copier);
          if (tracker) tracker.widgetAdded.connect((_, panel) => suivre(panel, notebook.NotebookActions));
        },
      };
      return () => ({ __esModule: true, default: plugin });
    },
  };
})();
