import { createWordTable } from '../word-table.ts';

/**
 * First names that are common somewhere and hardly ever a word of technical English. Names that also are words, places or
 * products (Mark, Will, Grace, Max, Jack, Rose, Austin …) are left out on purpose.
 */
const NAMES = `
aaliyah aarav aaron abby abdul abdulla abdullah abigail adam adelaide adele adeline aditi aditya adnan adolfo adrian adriana
agata agnes agnieszka ahmad ahmed ahmet aidan aileen aino aisha akemi akio akira aksel akua alan alana alasdair alba albert
albin aldo alec alejandra alejandro aleksandar aleksander aleksandra aleksei alenka alessandro alessia alessio alex alexander
alexandra alexei alexis alfie alfonso alfred alfredo aliaksandr alice alicia alina aline alisha alison alistair aliyah allison
alma alois alun alva alvaro alyssa amanda amara amelia amelie amina amir amira amit amparo amy ana ananya anastasia anders
andjela andre andrea andreas andreea andrei andrej andrew andrija andrzej andy anette angela angelica angelika angelique angelo
angus anika anil anita anja anjali ann anna anne anneke annette annie annika anouk ansel anselm ansgar antal anthony antje
antoine anton antonella antoni antonia antonina antonio apolonia arash ardit ariana ariane arja arjun arkady arlene arlo armando
armin arnaud arnav arne arnold arsen artem arthur arturo arvid arvo asha ashley asif aston astrid attila augusta augustin
aurelia ayaan ayesha aylin ayse ayumi azra balthasar barbara barry bartek bartosz bastian beata beate beatrice beatrix beatriz
becky bela belinda benedetta benedict benedikt benito benjamin bente berit bernadett bernadette bernadine bernard bernd bernhard
bernice bertha bertil beth betty bhavya bianca bianka bilal biljana birgit birgitta birgitte bjarne bjorn björn blanca blanka
bobby bogdan bohdan bohumil bojan bojana boleslav bonifacy bonnie boris borys bozena brad bradley brandon branimir branislav
branko brayden brenda brendan brent brett brian brianna bridget brigid brigitte britta brittany bruce bruno bryan bryce brynjar
bryony caitlin caleb calum calvin camila camille camilo candice caoimhe carina carl carla carlijn carlos carlotta carly carmel
carmelo carmen carmine carol carole carolina caroline carolyn carsten casey casimir casper cassidy catalina catarina cathal
catherine cathrine cathy catriona cecil cecile cecilia cecilie cedric celia celina celine cesar chad chaim chandra chantal
charlene charles charlie charlotte chelsea cheng cheryl chiamaka chiara chidi chidinma chiyoko chloe chris christa christel
christelle christian christiane christina christine christoffer christoph christophe christopher christos ciara cillian claire
clara clarence clarice clarissa claude claudia claudio clayton clemens clifford clyde colin colm concetta connie connor conrad
constanza cora corinna corinne cornelia cornelis cornelius cosima cosmin courtney craig cristian cristiano cristina cristobal
csaba curtis cynthia cyprian cyril cyrus dafydd dagmar dagny daiki daisuke dalia dalibor damian damien damir damjan dana danette
danica daniel daniela daniele danielle daniil danijel danilo danny danuta daphne daria dariusz darko darlene darnell darren
daryl daryna dave david davide davor dawid deanna debbie deborah debra declan deepak deirdre delia delphine demi denis denise
dennis derek desmond detlef dexter dhruv diana diane diarmuid diego dieter dimitar dimitri dimitrios dina dinesh dirk djamila
djordje dmitri dobromir dolores domenico dominic dominik dominika dominique donald donatella donna donovan dora doreen dorian
doris dorota dorothea dorothee dorothy dorottya douglas dragan dragana duane duncan dusan dusica dwayne dwight dylan eamon
eberhard edda eddie edgar edith edmond edmund edna eduard eduardo edvard edvin edward edwin edwina eero efrain efua egon eileen
eilidh eilis eino eira eirik eirini ekaterina elaine eleanor elena eleni eleonora eliane elias elif elin elina elisa elisabeth
elisabetta elise eliska elizabeth ella ellen ellie elliot elliott elmer elodie eloise elsa elsbeth elspeth eluned elvira emanuel
emanuele emeka emery emil emilia emiliano emilie emilija emilio emily emine emir emma emmanuel emmanuelle emre emrys enid enrico
enrique enzo ephraim eric erica erich erik erika erin erkki ernest ernestine ernesto ernst errol erwin esme esra esteban estelle
esther estrella ethan etienne eugene eugenia eugenio eulalia eunice eva evan evangeline evangelos evelina evelyn evgeni ewa
ewald ewelina eyal fabian fabien fabienne fabio fabrice fabrizio fadi faisal farah farhad farid faruk fatima fatma faustino
federica federico felicia felicity felipe felix fenna ferdinand ferenc fergus fernand fernanda fernando fidel filip filippa
filippo finlay finn fintan fiona fiorella flavia flavio fleur florent florian floyd frances francesca francesco francis
francisco franciska franciszek frank franka franz franziska françois fraser fred freda freddie freddy frederic frederick
frederik frederikke frederique fredrik freja freya frida frieda friedrich fritz fumiko gabor gabriel gabriela gabriele gael
gaetan gaetano gareth garrett garry gary gaspard gavin geert gemma genevieve genoveva geoffrey georg george georges georgi
georgina geraint gerald geraldine gerard gerardo gerd gerda gergely gerhard germaine gerrit gert gertrud gertrude giacomo
gianluca gianni gideon gijs gilbert gilberto gilles gillian gina gino giorgia giorgio giorgos giovanna giovanni gisela gisele
gita giulia giuseppe gladys glen glenda glenn gloria godfrey goran gordana gordon gottfried graham grainne grazia grazyna greg
gregor gregory greta gretchen grzegorz guadalupe gudrun guido guillaume guillermo gulsen gunnar gunther gustaf gustav gustavo
gwen gwendolyn gwyneth gyula günter haakon habib hajime hakan hakim hamid hamish hamza hana hanna hannah hanne hannes hans
harald haris harold harriet harry haruka haruki haruto hasan hassan hayley heather hector hedda hedvig hedwig heidi heidrun
heike heikki heiko hein heino heinrich heinz helen helena helga hella helle helmut hendrik henk henning henri henrietta
henriette henrik henrike henry herbert herman hermann hermine hermione hideo hilary hilda hilde hildegard hillary hiroki hiroko
hiroshi holger homero horacio horst howard hristo hubert hugo hugues humberto humphrey husam husein ian ibrahim ida idris
ignacio ignatius igor ilaria ilka ilona ilse ilya imani imelda imogen imre indira ines inge ingeborg inger ingrid inken ioana
ioannis irena irene irina irma isaac isabel isabella isabelle isadora isaiah isamu ishaan isidro iskander ismael ismail isolde
istvan itzel ivan ivana ivanka ivar ivo iwona izabela izumi jaakko jaana jaap jacek jacinta jackie jacob jacqueline jacques jada
jadwiga jaime jakob jakub jamal james jamie jan jane janek janet janice janina janine janka janne jannik janos janusz jared
jaromir jaroslav jaroslaw jarrod jasmine jasna jason javid javier jayden jean jeanette jeanne jeannine jeff jeffrey jelena jenna
jennie jennifer jenny jens jeremiah jeremy jermaine jerome jerry jerzy jesper jessica jessie jesus jette jill jim jimmy jitka
joachim joakim joan joana joanna joanne joao joaquin jocelyn jochen jodie joe joel joeri johan johann johanna johannes john
johnnie johnny jolanda jolanta jonah jonas jonathan jonna jorge jorgen jorma jose joseba josef josefa josefina joseph josephine
joshua josip josé jouko jovan jovana joyce juan juana juanita judit judith judy juha juhani jukka julia julian juliana juliane
julianna julie julien juliette julio julius junko juraj juri justin justyna jutta jörg jürgen kaarina kacper kai kaisa kaito
kalina kamal kamil kamila kareem karel karen kari karim karin karina karl karla karol karolina kasia kasper katalin katarina
katarzyna kate katharina katherine kathi kathleen kathrin kathryn kathy katie katinka katja katrin katrina katy kaye kayla
kazimierz kazuo keiko keisha keith kelly kemal ken kendra kenji kenneth kerem kerry kerstin kevin khadija khalid kieran kim
kimberly kira kiran kirill kirk kirsi kirsten kirsty kjell klara klaudia klaus klavs knut kofi kolja konrad konstantin kornelia
kosuke kristen kristian kristiina kristin kristina kristof kristoffer krisztina krystyna krzysztof kurt kurtis kwame kyle kyoko
ladislav laila lakshmi lamar lara larisa larissa larry lars lasse laszlo latisha latoya laura lauren laurence laurent lauri
laurie lavinia lawrence layla leah leander leandro leena leif leila leilani leire leland lena lene lenka lennart leo leon leona
leonard leonardo leoni leonid leonie leonor leopold leroy lesley leslie leszek leticia lewis liam lidia lidija lieke liesbeth
lieselotte liisa lilian liliana lillian lina linda lindsay lindsey linnea lionel lisa lisbeth ljubica lloyd lois lola lorenz
lorenzo loretta loretto lori lorna lorraine lothar lotte lottie louis louisa louise lourdes lubomir luca lucas lucia luciana
luciano lucie lucien lucinda lucy ludek ludmila ludovic ludwig luigi luis luisa luiz luiza lukas luke luther lydia lydie lyle
lynette lynn lyudmila maarten mabel maciej maddalena madeleine madina maeve magda magdalena magnar magnhild magnus mahmoud maija
maika maire maja makoto maksim malcolm malgorzata malik malin mandy manfred manfredo manoj manon manuel manuela marc marcel
marcela marcella marcelo marcia marcial marcin marco marcos marcus marek margaret margarete margarethe margarita margaux margit
margot margret margrit marguerite maria mariam marian mariana marianne marie mariella marietta marija marijana marika marilyn
marina mario marion marisa marisol marissa marita mariusz marjorie markku marko markus marla marlene marlies marlon marsha marta
marten martha martijn martin martina marty marvin mary maryam maryanne massimo mateo mateusz mathew mathias mathieu mathilde
matilda matt matteo matteus matthew matthias matthieu matti mattias maud maureen maurice mauricio maurizio mauro maxime
maximilian maxine mckenzie megan meghan mehdi mehmet meike melania melanie melike melina melinda melissa melvin mercedes
meredith merete merja merle meryem mette mia micah michael michaela michail michal micheal michel michele michelle mick
mieczyslaw miguel miguelina mihaela mihai mikael mike mikhail mikkel mikko mila milan mildred milena milica millicent milos
miloslav minh minna mira miranda mireille mirella miriam mirjam miroslav mitchell mitsuko miyuki mladen mohamed mohammad
mohammed moira mona monica monika monique morten moses mothusi muhammad murat muriel mustafa myra myriam myrtle nabil nadezhda
nadia nadine nadja nanami nancy naoko naomi naoto narciso nastasja natalia natalie natalija nataliya natasha natasja nathalie
nathan nathaniel nazanin neal neil nejc nele nelly nerea nergis nestor neville niamh niccolo nicholai nicholas nick nicola
nicolai nicolas nicole nicoletta nicolette niels nigel nikita niklas nikola nikolai nikolaj nikolaos nikolaus nils nina nirmala
nives noah nobuko noel noelle noemi nolan noora nora norbert norberto noreen norma norman nour nuno obinna octavio odette oksana
olaf olav oleg oleksandr olena olga oliver olivera olivia oliviero olof omar ondrej onur ophelia oriol orla orlin orsolya oscar
oskar osman osvaldo oswald otilia otis ottavia otto otylia ove owen pablo padma padraig palmira paloma pamela panagiotis paola
paolina paolo pascal pascale pasquale patrice patricia patricio patrick patrik patrizia patrycja patti paul paula paulette pauli
paulina pauline paulo pavel pavla pedro peggy pekka pelin penelope pernille pertti petar peter petr petra petri petro petter
phil philip philipp philippa philippe phillip philomena phoebe phyllis pia piero pierre pierrick piers piet pieter pietro pilar
piotr pirjo piroska polina prakash pranav preston prisca priscilla priya przemyslaw quentin quincy rachael rachel rachid radek
radka radmila radoslav radovan rafael rafaela rafal raffaele ragnar ragnhild raimund rainer raisa raj rajesh rajiv ralf ralitsa
ralph ramesh ramiro ramon ramona randall randy raoul raphael raquel rashid rasmus rastislav raul ravi raymond raymundo rebecca
rebeka rebekka regina reginald reiko reiner reinhard reinhold reinier remi renata renate renato rene renee reuben reza rhiannon
rhonda rhys ricarda ricardina ricardo riccardo richard rick ricky riitta rikke riku riley rina rino rita robbie robert roberta
roberto rocco rochelle rocio roderick rodney rodrigo roel rogelio roger rohan roland rolande rolando rolf romain roman romina
romy ronald ronan ronja ronnie rosa rosalia rosalie rosalind rosalyn rosanna rosario roseanne rosemarie rosemary rosie rosita
roswitha rowan rowena roxanne roy ruben rudi rudolf rudolph rudy rui rupert ruslan russell ruta ruth ruud ryan ryszard saad
sabine sabrina sadie saeed saija sakura salim sally salma salvatore samantha samir samira samuel samuele sandeep sandra sandrine
sanjay sanna sanne santiago saoirse sara sarah sari sascha saskia satish satoshi satu saul savannah saverio scott seamus sean
sebastian selina seppo serena serge sergei sergej sergey sergio severin shane shanice shannon shanti sharon shaun shauna shawn
sheena sheila shelby sheldon shelley sheri sherry shigeru shinji shirin shirley shoko sibyl sibylle sidney siegfried sigrid
sigurd silas silje silke silvana silvano silvestre silvia silvio silviu simon simona simone sinead sinikka siobhan sirpa slavica
slavko slobodan snezana sofia sofie solange solveig sonia sonja sophia sophie soraya soren stacey stacy stanislaus stanislav
stanislaw stanley stefan stefania stefanie stefano stefanos steffen steffi steinar stelian stella stellan stephan stephane
stephanie stephen steve steven stewart stian stig stina stine stuart sture sumit sunil sunita suresh susan susana susann susanna
susannah susanne susie suvi suzan suzana suzanna suzanne suzette svein sven svend svenja svetlana svitlana sybille sylvain
sylvester sylvia sylvie szilvia szymon taavi tabitha tadashi tadeusz taina takashi takeshi talia tamar tamara tamas tammy tamsyn
tania tanisha tanja tanya tapio tarek tariq taro tasha tatiana tatjana tatyana teemu teodor teodora terence teresa terese
teresita terje terrence terri terry tessa tetsuya thaddeus thea thelma theodor theodora theodore theresa therese theresia
thibault thierry thijs thilo thomas thomasina thor thora thorbjorn thorsten tiago tibor tiffany tiina tilman tim timea timmy
timo timothy tina tobiah tobias tobin todd tom tomas tomasz tomislav tommaso tommy tomoko toni tonja tonje tony tonya torben
tore torsten tove tracey tracy trevor trine trisha tristan troels trond trude trudy truls tuomas tyler tyrone udo ugo ulf ulla
ulrich ulrik ulrike umberto uros ursel ursina ursula urszula uta ute uwe vaclav valentin valentina valeria valerian valerie
valeriy vanesa vanessa vanja vasil vasile vasilis vasily vaughn vedran veera veikko velma vendula venla vera verena vernon
veronica veronika veronique vesna vibeke vicente vicki vicky victoire victor victoria vidar viggo vikram viktor vilhelm vilja
vilma vincent vincenza vincenzo viola violeta viorica virginia vito vittoria vittorio vivian viviana vivien vivienne vladimir
vladislav vlado vojtech volker walburga waldemar wallace walt walter waltraud wanda warren wayne wenche wendell wendy wenzel
werner wesley wiebke wieslaw wilbur wilfred wilfried wilhelm wilhelmina wilhelmine willard willem willi william willie wilma
winfried winifred winston wioletta wojciech wolfgang wolfram wout xabier xaver xavier ximena xiomara yael yan yannick yannis
yaroslav yasmin yasmina yasuko yelena yesenia yevgeny yiannis ylva yolanda yolande yosef yoshiko youssef yuka yuki yukiko yulia
yuliya yuri yusuf yvan yves yvette yvonne zachariah zachary zahra zainab zara zbigniew zdenek zdenka zelda zeljko zeynep zita
zlatko zoe zofia zoltan zora zoran zsofia zsolt zuzana zuzanna zygmunt
`;

let all: ReadonlySet<string> | null = null;

/** Whether a word in small letters is one of them. */
export function isFirstName(word: string): boolean {
  all ??= new Set(NAMES.trim().split(/\s+/));
  return all.has(word);
}

/** How those begin that are of ASCII, with so many letters or all of them. */
export function beginningsOfNames(letters: number): ReadonlySet<string> {
  return new Set(NAMES.match(new RegExp(`(?<=\\s)[a-z]{1,${letters}}(?=[a-z]*\\s)`, 'g')));
}

/** Whether letters of ASCII are one of them. */
export const isListedName = createWordTable(() => NAMES.match(/(?<=\s)[a-z]+(?=\s)/g) ?? []);
