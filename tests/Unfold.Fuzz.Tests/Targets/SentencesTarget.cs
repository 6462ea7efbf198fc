using Unfold.Text;

namespace Unfold.Fuzz.Tests;

/// <summary>Tagged sentences: CoNLL-U, and CoNLL of fewer columns.</summary>
sealed class SentencesTarget : FileTarget
{
    readonly Action<string> _read;

    SentencesTarget(string name, Action<string> read, params string[] seeds)
        : base(name, "sentences.conllu") => (_read, Seeds) = (read, Tests.Words.Of(seeds));

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words => Tests.Words.Of("\n\n", "\t", "_", "1-2\t", "8.1\t", "# text = x\n", "-DOCSTART-", "1\ta\t_\tNOUN\tNN\t_\t_\t_\t_\t_\n", "2147483647-2147483648\t", " ");

    public static SentencesTarget Conllu() => new(
        "conllu", path => new ConlluSource(path).Read(),
        "# sent_id = 1\n# text = I don't\n1\tI\ti\tPRON\tPRP\t_\t3\tnsubj\t_\t_\n2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n2\tdo\tdo\tAUX\tVBP\t_\t3\taux\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t0\troot\t_\t_\n3.1\tx\tx\tX\tX\t_\t_\t_\t_\t_\n\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n");

    public static SentencesTarget Conll() => new(
        "conll", path => new ConllSource(path).Read(),
        "-DOCSTART- -X- O O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\n", "a\tD\nsoup\tN\n\nb\tD");

    protected override void Read(string path) => _read(path);
}
