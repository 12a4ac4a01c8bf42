using Xunit;

namespace SocketAnalyzers.Package.Tests;

/// <summary>
/// <c>dotnet format analyzers</c> with the packed fixes. Its exit code says nothing (it is 0 where a fix is missing or was
/// not loaded), so the tests look at the text, and a build judges it.
/// </summary>
[Collection(PackageCollection.Name)]
public class FormatTests(PackageFixture package)
{
    private FormattedProjects Projects => package.Formatted;

    /// <summary>
    /// One equivalence key serves all, that of the first action for the first diagnostic: a key or edit that hangs on names,
    /// which differ in every file, would leave some. And a fixer is asked about the other ids of its analyzer too.
    /// </summary>
    [Fact]
    public void EachOf200FilesHasEveryFix()
    {
        var wrong = Copies().Where(copy => Projects.After[copy.Name] != FormatProjects.After.Numbered(copy.Number)).Select(copy => copy.Name);

        Assert.Equal(196, Copies().Count());
        Assert.All(Copies(), copy => Assert.Equal(FormatProjects.Before.Numbered(copy.Number), Projects.Before[copy.Name]));
        Assert.Empty(wrong);
    }

    /// <summary>The project with the places that have no fix is the first of the solution, so for most ids there is no action to take a key from.</summary>
    [Fact]
    public void PlacesWithoutAFixStayAndDoNotStopTheOthers()
    {
        Assert.Equal(Findings.Expected("Format/NoFix.cs"), Projects.FindingsAfter["NoFix/net10.0"]);
        Assert.Equal(Projects.Before["NoFix/NoFix.cs"], Projects.After["NoFix/NoFix.cs"]);
    }

    [Theory]
    [InlineData("Single/net10.0")]
    [InlineData("Multi/net10.0")]
    [InlineData("Multi/net472")]
    [InlineData("Programs/net10.0")]
    public void TheNextBuildFindsNothing(string build)
    {
        var fixable = FixedById.Ids.Where(id => build switch
        {
            "Programs/net10.0" => id is "SOCK002" or "SOCK003" or "SOCK004" or "SOCK008",
            "Multi/net472" => id is not ("SOCK006" or "SOCK032" or "SOCK041"),
            _ => true,
        });

        Assert.All(fixable, id => Assert.Contains(Projects.FindingsBefore[build], finding => finding.Id == id));
        Assert.Empty(Projects.FindingsAfter[build]);
    }

    /// <summary>No protocol needs the option on .NET Framework; the fix for the other framework is in the file all the same.</summary>
    [Fact]
    public void OnNetFrameworkNothingAsksForReuseAddress() => Assert.DoesNotContain(Projects.FindingsBefore["Multi/net472"], finding => finding.Id == "SOCK006");

    /// <summary>A fix that depends on the framework leaves conflict markers in the source.</summary>
    [Fact]
    public void NoFileHasConflictMarkers() => Assert.All(Projects.After, file => Assert.DoesNotContain("<<<<<<<", file.Value, StringComparison.Ordinal));

    /// <summary>Each framework reports another place of the file, and both report a third one.</summary>
    [Fact]
    public void TheFixesOfTwoFrameworksComeTogether() =>
        Assert.Equal(File.ReadAllText(Findings.SourcePath("Format/PerFramework.fixed.cs")), Projects.After["Multi/PerFramework.cs"]);

    /// <summary>Three compilations see the file; the fixes are in it once.</summary>
    [Fact]
    public void ALinkedFileIsFixedOnce() => Assert.Equal(FormatProjects.After, Projects.After["Single/" + FormatProjects.Linked]);

    [Fact]
    public void ByteOrderMarkLineEndsAndTabsStay() =>
        Assert.Equal(FormatProjects.AsWindows(FormatProjects.After.Numbered(196)), Projects.After["Single/" + FormatProjects.Windows]);

    [Fact]
    public void WhatAnEditorConfigSilencesStays() =>
        Assert.Equal(Regions.With(FormatProjects.After, FormatProjects.Before, "SOCK003").Numbered(197), Projects.After["Single/" + FormatProjects.Legacy]);

    [Theory]
    [InlineData(FormatProjects.Suppressed)]
    [InlineData(FormatProjects.Generated)]
    public void SuppressedAndGeneratedCodeStays(string file) => Assert.Equal(Projects.Before["Single/" + file], Projects.After["Single/" + file]);

    [Fact]
    public void ASecondRunChangesNothing()
    {
        Assert.Equal(Projects.After.Keys.Order(), Projects.Again.Keys.Order());
        Assert.All(Projects.After, file => Assert.Equal(file.Value, Projects.Again[file.Key]));
    }

    /// <summary>"Unable to fix" is what dotnet format prints for a fixer without Fix All in the solution, or one that gives no or more than one change.</summary>
    [Fact]
    public void NoFixerIsRefused()
    {
        Assert.All(FixedById.Ids, id => Assert.DoesNotContain("Unable to fix " + id, Projects.Format.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("Failed to apply", Projects.Format.Output, StringComparison.Ordinal);
        Assert.Contains("Server001.cs", Projects.Format.Output, StringComparison.Ordinal);
    }

    // The four that are special have tests of their own.
    private static IEnumerable<(string Name, int Number)> Copies() =>
        Enumerable.Range(0, 196).Select(number => ($"{(number < 120 ? "Single" : "Multi")}/Server{number:000}.cs", number));
}

/// <summary><c>dotnet format analyzers --diagnostics</c>, one id after the other.</summary>
[Collection(PackageCollection.Name)]
public class FormatByIdTests(PackageFixture package)
{
    public static TheoryData<string> Ids => [.. FixedById.Ids];

    [Theory]
    [MemberData(nameof(Ids))]
    public void OneIdIsFixedEverywhereAndNoOther(string id)
    {
        var made = FixedById.Ids.TakeWhile(other => other != id).Append(id).ToArray();
        string[] madeInLegacy = [.. made.Where(other => other != "SOCK003")];
        var files = package.FixedById.Steps[id];

        for (var number = 0; number < 5; number++)
            Assert.Equal(Regions.With(FormatProjects.Before, FormatProjects.After, made).Numbered(number), files[$"Server{number:000}.cs"]);
        Assert.Equal(Regions.With(FormatProjects.Before, FormatProjects.After, madeInLegacy).Numbered(197), files[FormatProjects.Legacy]);
    }

    [Theory]
    [InlineData("Single")]
    [InlineData("Quiet")]
    public void TheNextBuildFindsNothing(string project) => Assert.Empty(package.FixedById.InSarif(project));

    /// <summary>The threshold is "warn": a suggestion is fixed only where a <c>.globalconfig</c> makes it a warning.</summary>
    [Fact]
    public void ASuggestionNeedsItsSeverity()
    {
        var files = package.FixedById.WithDefaultSeverity;

        Assert.Equal(Regions.With(FormatProjects.Before, FormatProjects.After, "SOCK001").Numbered(1), files["Server001.cs"]);
        Assert.Equal(FormatProjects.Before.Numbered(3), files["Server003.cs"]);
    }
}
