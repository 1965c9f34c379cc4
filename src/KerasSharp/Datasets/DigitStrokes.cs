namespace KerasSharp.Datasets;

/// <summary>How the ten digits are written, each in several styles.</summary>
internal static class DigitStrokes
{
    /// <summary>Styles by digit.</summary>
    public static readonly StrokePath[][] Styles =
    [
        // 0: round, narrow, not quite closed.
        [
            P().Arc(.50, .50, .32, .48, -90, 270),
            P().Arc(.50, .50, .23, .48, -70, 290),
            P().Arc(.50, .50, .30, .46, -60, 275),
            P().Move(.58, .04).Curve(.20, .00, .12, .60, .30, .88).Curve(.48, 1.08, .82, .84, .80, .48).Curve(.79, .22, .68, .06, .46, .08),
        ],

        // 1: bare, with a flag, with a flag and a foot.
        [
            P().Move(.50, .02).Line(.50, .98),
            P().Move(.30, .22).Line(.54, .02).Line(.54, .98),
            P().Move(.28, .24).Curve(.40, .18, .48, .10, .52, .02).Line(.52, .97).Move(.28, .97).Line(.76, .97),
            P().Move(.56, .02).Curve(.52, .30, .48, .66, .46, .98),
        ],

        // 2: straight foot, looped foot, wide arch.
        [
            P().Arc(.50, .29, .30, .27, -165, 30).Line(.20, .96).Line(.82, .96),
            P().Arc(.48, .28, .28, .26, -160, 40).Curve(.58, .64, .40, .84, .26, .90).Curve(.12, .94, .16, .76, .30, .80).Curve(.48, .86, .62, 1.02, .86, .90),
            P().Move(.18, .24).Curve(.24, -.06, .84, -.06, .80, .28).Curve(.78, .52, .36, .70, .18, .95).Line(.84, .93),
        ],

        // 3: two bows, flat top, bows that meet in a small loop.
        [
            P().Arc(.46, .27, .29, .25, -150, 90).Arc(.46, .74, .34, .24, -90, 150),
            P().Move(.20, .05).Line(.76, .05).Line(.46, .42).Curve(.92, .42, .92, .98, .46, .97).Curve(.32, .97, .22, .92, .16, .84),
            P().Move(.20, .16).Curve(.34, -.04, .78, -.02, .74, .26).Curve(.72, .44, .54, .50, .42, .48).Curve(.34, .46, .40, .42, .50, .46)
                .Curve(.94, .54, .88, .98, .48, .97).Curve(.34, .97, .22, .90, .16, .82),
        ],

        // 4: open, closed, closed with a slanting stem.
        [
            P().Move(.28, .06).Curve(.24, .30, .20, .44, .17, .58).Line(.84, .56).Move(.68, .05).Line(.66, .98),
            P().Move(.64, .98).Line(.64, .02).Line(.14, .66).Line(.88, .66),
            P().Move(.70, .03).Curve(.52, .26, .34, .46, .15, .62).Line(.84, .62).Move(.70, .03).Line(.60, .98),
            P().Move(.22, .08).Line(.20, .50).Curve(.34, .56, .60, .54, .72, .50).Move(.74, .05).Line(.72, .98),
        ],

        // 5: bar drawn last, one stroke, rounded.
        [
            P().Move(.30, .06).Line(.27, .44).Curve(.50, .30, .84, .42, .80, .70).Curve(.76, 1.02, .34, 1.02, .18, .86).Move(.30, .06).Line(.80, .05),
            P().Move(.78, .06).Line(.32, .06).Line(.28, .46).Arc(.46, .67, .32, .29, -125, 145),
            P().Move(.80, .08).Curve(.60, .02, .42, .04, .34, .10).Curve(.22, .34, .30, .42, .48, .44).Curve(.90, .50, .82, .98, .46, .96).Curve(.32, .95, .22, .90, .18, .84),
        ],

        // 6: curved back, straight back, wide loop.
        [
            P().Move(.70, .06).Curve(.36, .14, .14, .52, .20, .76).Arc(.48, .72, .28, .24, 170, -175),
            P().Move(.58, .02).Line(.28, .56).Arc(.50, .72, .27, .25, 205, -140),
            P().Move(.66, .03).Curve(.30, .20, .12, .60, .24, .84).Curve(.40, 1.06, .82, .96, .80, .70).Curve(.76, .46, .36, .48, .25, .74),
        ],

        // 7: plain, with a bar, with a serif, bowed.
        [
            P().Move(.16, .06).Line(.82, .06).Line(.40, .98),
            P().Move(.18, .08).Line(.82, .06).Line(.42, .98).Move(.34, .52).Line(.76, .50),
            P().Move(.18, .20).Line(.20, .07).Line(.82, .07).Curve(.66, .34, .50, .60, .46, .98),
            P().Move(.16, .12).Curve(.36, .02, .58, .10, .80, .04).Curve(.72, .36, .52, .64, .44, .98),
        ],

        // 8: two rings, one stroke, one stroke begun at the side.
        [
            P().Arc(.50, .26, .24, .23, 90, 450).Arc(.50, .73, .30, .24, -90, 270),
            P().Move(.72, .16).Curve(.54, -.06, .18, .06, .26, .28).Curve(.36, .50, .80, .54, .76, .78).Curve(.70, 1.04, .22, 1.04, .24, .76)
                .Curve(.28, .52, .72, .44, .74, .22).Curve(.74, .14, .72, .10, .66, .06),
            P().Move(.52, .46).Curve(.14, .40, .22, .00, .52, .03).Curve(.84, .06, .78, .38, .48, .50).Curve(.10, .66, .16, .98, .50, .97)
                .Curve(.86, .96, .86, .60, .54, .48),
        ],

        // 9: straight stem, curved tail, stem that leans.
        [
            P().Arc(.46, .29, .27, .26, -10, -370).Line(.72, .10).Line(.70, .98),
            P().Arc(.48, .28, .28, .25, 0, -360).Curve(.78, .62, .66, .92, .34, .96).Curve(.26, .96, .22, .92, .20, .88),
            P().Move(.74, .12).Curve(.50, -.10, .12, .14, .22, .40).Curve(.34, .60, .68, .44, .76, .14).Curve(.74, .44, .66, .72, .54, .98),
        ],
    ];

    private static StrokePath P() => new();
}
