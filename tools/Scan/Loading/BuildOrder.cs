namespace SocketAnalyzers.Loading;

/// <summary>One project in the order of compilation, with all that it refers to, near or far, and what nobody refers to any more after it.</summary>
public sealed record BuildStep(SourceProject Project, IReadOnlyList<SourceProject> References, IReadOnlyList<SourceProject> LastUsedHere);

/// <summary>Referenced projects stand before those that refer to them; a circle is cut where it closes.</summary>
public static class BuildOrder
{
    public static IReadOnlyList<BuildStep> Of(IReadOnlyList<SourceProject> projects)
    {
        var byFolder = new Dictionary<string, SourceProject>(StringComparer.Ordinal);
        foreach (var project in projects.Where(project => !project.IsLoose))
            byFolder.TryAdd(project.Folder, project);
        var ordered = new List<SourceProject>();
        var seen = new HashSet<SourceProject>(ReferenceEqualityComparer.Instance);
        foreach (var project in projects)
            Visit(project, byFolder, seen, ordered);
        return Steps(ordered, byFolder);
    }

    // A chain of references in a hostile repository can be longer than the stack.
    private static void Visit(SourceProject first, Dictionary<string, SourceProject> byFolder, HashSet<SourceProject> seen, List<SourceProject> ordered)
    {
        var open = new Stack<(SourceProject Project, int Next)>();
        if (seen.Add(first))
            open.Push((first, 0));
        while (open.TryPop(out var top))
        {
            if (top.Next == top.Project.Settings.References.Count)
            {
                ordered.Add(top.Project);
                continue;
            }

            open.Push((top.Project, top.Next + 1));
            if (byFolder.TryGetValue(top.Project.Settings.References[top.Next], out var target) && seen.Add(target))
                open.Push((target, 0));
        }
    }

    private static List<BuildStep> Steps(List<SourceProject> ordered, Dictionary<string, SourceProject> byFolder)
    {
        var position = new Dictionary<SourceProject, int>(ReferenceEqualityComparer.Instance);
        var lastUse = new int[ordered.Count];
        var references = new List<SourceProject>[ordered.Count];
        for (var i = 0; i < ordered.Count; i++)
        {
            references[i] = Closure(ordered[i], byFolder).Where(position.ContainsKey).ToList();
            position[ordered[i]] = lastUse[i] = i;
            foreach (var reference in references[i])
                lastUse[position[reference]] = i;
        }

        var released = ordered.Select((project, i) => (project, Last: lastUse[i])).ToLookup(pair => pair.Last, pair => pair.project);
        return ordered.Select((project, i) => new BuildStep(project, references[i], released[i].ToList())).ToList();
    }

    private static List<SourceProject> Closure(SourceProject project, Dictionary<string, SourceProject> byFolder)
    {
        var found = new List<SourceProject>();
        var seen = new HashSet<SourceProject>(ReferenceEqualityComparer.Instance) { project };
        var open = new Queue<SourceProject>([project]);
        while (open.TryDequeue(out var next))
        {
            foreach (var folder in next.Settings.References)
            {
                if (!byFolder.TryGetValue(folder, out var target) || !seen.Add(target))
                    continue;
                found.Add(target);
                open.Enqueue(target);
            }
        }

        return found;
    }
}
