namespace CloseLab.Drawing;
internal static class SequenceDiagram { public static string Draw(Run run, bool captured) => ""; }
