namespace DocGen;

/// <summary>
/// <c>dotnet run --project tools/DocGen</c> writes the generated files; <c>-- --check</c> writes nothing and fails when one differs.
/// Exit codes: 0 all is well, 1 a file differs or a page does not fit its rule, 2 a bad argument.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not ([] or ["--check"]))
        {
            Console.Error.WriteLine("usage: DocGen [--check]");
            return 2;
        }

        try
        {
            return Run(Repository.Find(AppContext.BaseDirectory), check: args.Length == 1);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static int Run(Repository repository, bool check)
    {
        var rules = Rule.All();
        var problems = Pages.FindProblems(repository, rules);
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);

        var differing = 0;
        foreach (var (path, content) in GeneratedFiles(repository, rules))
        {
            if (repository.ReadOrNull(path) == content)
                continue;

            differing++;
            if (!check)
                repository.Write(path, content);
            Console.Error.WriteLine(check ? $"{path} differs: run 'dotnet run --project tools/DocGen' and commit the result." : $"{path} written.");
        }

        if (problems.Count == 0 && differing == 0)
            Console.WriteLine($"{rules.Count} rules: all pages fit, all generated files are up to date.");
        return problems.Count > 0 || (check && differing > 0) ? 1 : 0;
    }

    private static IEnumerable<(string Path, string Content)> GeneratedFiles(Repository repository, IReadOnlyList<Rule> rules)
    {
        yield return ("README.md", Tables.ReplaceRuleTable(repository.Read("README.md"), rules));
        yield return ("docs/README.md", Tables.DocsIndex(repository, rules));
        foreach (var preset in Preset.All(rules))
            yield return ($"src/Package/presets/{preset.Name}.globalconfig", preset.ToText());
        foreach (var (name, text) in Level.All(rules, rule => Pages.IntroducedIn(repository.ReadOrNull($"docs/rules/{rule.Id}.md") ?? "")))
            yield return ($"src/Package/levels/{name}.globalconfig", text);
    }
}
