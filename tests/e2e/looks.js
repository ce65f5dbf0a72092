// What axe finds wrong in the look that the page has now. It remembers the looks before.
//
// Whatever is shown as in a look before is only checked for what depends on the `layout`, in the
// dark for what depends on `colours`. Contrast is most of axe's work, and follows from the colours,
// the size and the weight of a text and from what is drawn behind it: of the texts that have all
// these in common one is shown to axe, and the others too where that one does not pass (it may be
// hidden, or covered).
async ({ every, layout, colours }) => {
    const known = (window.looks ??= { shown: null, passed: new Set(), doubtful: new Set() });

    const grounds = new Map([[null, ""]]);
    function ground(element) {
        if (!grounds.has(element)) {
            const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position } =
                getComputedStyle(element);
            const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position].join();
            const adds = own !== "rgba(0, 0, 0, 0),none,1,none,normal,static";
            grounds.set(element, ground(element.parentElement) + (adds ? `>${own}` : ""));
        }
        return grounds.get(element);
    }

    const isWritten = (element) =>
        element.matches("input, select") ||
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

    function texts() {
        const alike = new Map();
        for (const element of document.body.querySelectorAll("*")) {
            if (isWritten(element) && element.checkVisibility()) {
                const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
                const look = [ground(element), color, fontSize, fontWeight, textShadow].join();
                alike.has(look) ? alike.get(look).push(element) : alike.set(look, [element]);
            }
        }
        return [...alike].filter(([look]) => !known.passed.has(look));
    }

    async function contrast(texts) {
        const include = texts.flatMap(([look, all]) => (known.doubtful.has(look) ? all : all[0]));
        if (!include.length) {
            return [];
        }
        const options = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"] };
        const { violations, passes } = await axe.run({ include }, { ...options, elementRef: true });
        const good = new Set(passes.flatMap(({ nodes }) => nodes.map(({ element }) => element)));
        const fresh = texts.filter(([look]) => !known.doubtful.has(look));
        for (const [look, [first]] of fresh) {
            (good.has(first) ? known.passed : known.doubtful).add(look);
        }
        const more = fresh.filter(([look, all]) => known.doubtful.has(look) && all.length > 1);
        return [...violations, ...(await contrast(more))];
    }

    const shown = [...document.querySelectorAll("*")]
        .map((element) => Number(element.checkVisibility({ visibilityProperty: true })))
        .join("");
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    const rules = isDark ? colours : shown === known.shown ? layout : every;
    known.shown ??= shown;
    const { violations } = await axe.run(
        // Of the rubric, which is long, the first area stands for the others: they are drawn alike.
        { exclude: [".areas > section + section"] },
        { runOnly: rules, rules: { "color-contrast": { enabled: false } }, resultTypes: ["violations"] },
    );
    return [...violations, ...(await contrast(texts()))].flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`),
    );
}
